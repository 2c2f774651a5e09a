/** The demonstration: a real repository's pipeline through the whole platform, shown as it goes. */
@NullMarked
package dev.ondes.playground.demo;

import org.jspecify.annotations.NullMarked;
