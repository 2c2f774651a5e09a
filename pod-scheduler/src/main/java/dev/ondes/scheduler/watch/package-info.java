/** What runs in the cluster now, kept up to date by one watch per namespace. */
@NullMarked
package dev.ondes.scheduler.watch;

import org.jspecify.annotations.NullMarked;
