/** The one stop signal that every waiting thread listens to. */
@NullMarked
package dev.ondes.dispatcher.stopping;

import org.jspecify.annotations.NullMarked;
