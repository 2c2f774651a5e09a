/** The calls to AWS. SQS by its SDK; the three calls of Auto Scaling and EC2 by hand, since their SDKs weigh 35 MB. */
@NullMarked
package dev.ondes.spot.sqs.aws;

import org.jspecify.annotations.NullMarked;
