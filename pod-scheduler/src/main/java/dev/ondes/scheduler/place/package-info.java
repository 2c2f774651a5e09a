/** Where an attempt goes: the order of capacities, what the job asks for, and the pools that keep failing. */
@NullMarked
package dev.ondes.scheduler.place;

import org.jspecify.annotations.NullMarked;
