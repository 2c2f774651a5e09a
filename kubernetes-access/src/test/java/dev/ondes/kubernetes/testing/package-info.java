/** For services' tests with a real API server. */
@NullMarked
package dev.ondes.kubernetes.testing;

import org.jspecify.annotations.NullMarked;
