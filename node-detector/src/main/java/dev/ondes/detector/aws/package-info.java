/** Amazon's instance metadata service, version 2. */
@NullMarked
package dev.ondes.detector.aws;

import org.jspecify.annotations.NullMarked;
