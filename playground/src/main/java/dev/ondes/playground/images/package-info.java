/** What building images needs beside Kubernetes: a registry, and an S3. */
@NullMarked
package dev.ondes.playground.images;

import org.jspecify.annotations.NullMarked;
