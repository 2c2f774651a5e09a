/** {@code ./ondes test}: every test that this machine can run, and a word on those that it can't. */
@NullMarked
package dev.ondes.playground.tests;

import org.jspecify.annotations.NullMarked;
