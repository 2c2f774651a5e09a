/** What the detector writes for operators. */
@NullMarked
package dev.ondes.detector.log;

import org.jspecify.annotations.NullMarked;
