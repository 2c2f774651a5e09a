/** A brake on calls to the API server that lets urgent ones pass first. */
@NullMarked
package dev.ondes.spot.limit;

import org.jspecify.annotations.NullMarked;
