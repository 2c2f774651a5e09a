/** Settings from flags and the environment. */
@NullMarked
package dev.ondes.detector.settings;

import org.jspecify.annotations.NullMarked;
