/** An S3 of one's own, in a process of its own. */
@NullMarked
package dev.ondes.s3;

import org.jspecify.annotations.NullMarked;
