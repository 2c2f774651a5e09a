/** Takes jobs from GitLab when there is room; {@link dev.ondes.dispatcher.Dispatcher} is the main flow. */
@NullMarked
package dev.ondes.dispatcher;

import org.jspecify.annotations.NullMarked;
