/** The installation's broker, for commands that look into it. */
@NullMarked
package dev.ondes.cli.broker;

import org.jspecify.annotations.NullMarked;
