/** What this machine has of what the playground can use, and what each absence costs. */
@NullMarked
package dev.ondes.playground.doctor;

import org.jspecify.annotations.NullMarked;
