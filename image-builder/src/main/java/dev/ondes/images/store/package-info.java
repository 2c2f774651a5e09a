/** What is kept in S3: build contexts, put there by presigned URLs and read once before a builder sees them, and logs of builds. */
@NullMarked
package dev.ondes.images.store;

import org.jspecify.annotations.NullMarked;
