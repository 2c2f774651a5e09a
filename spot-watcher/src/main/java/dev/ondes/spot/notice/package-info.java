/** What detectors hear, in one form, and the one entrance for it. */
@NullMarked
package dev.ondes.spot.notice;

import org.jspecify.annotations.NullMarked;
