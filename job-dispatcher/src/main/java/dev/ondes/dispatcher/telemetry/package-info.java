/** What the dispatcher tells operators: the words of its log lines, and its metrics. */
@NullMarked
package dev.ondes.dispatcher.telemetry;

import org.jspecify.annotations.NullMarked;
