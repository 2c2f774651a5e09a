/** The events that services say to each other, their envelope and their wire form. */
@NullMarked
package dev.ondes.contracts.event;

import org.jspecify.annotations.NullMarked;
