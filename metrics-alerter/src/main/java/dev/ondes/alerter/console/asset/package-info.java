/** Style sheets and scripts, ours and those of libraries. */
@NullMarked
package dev.ondes.alerter.console.asset;

import org.jspecify.annotations.NullMarked;
