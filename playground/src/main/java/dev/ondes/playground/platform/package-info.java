/** The whole platform on one machine, each part a process of its own. */
@NullMarked
package dev.ondes.playground.platform;

import org.jspecify.annotations.NullMarked;
