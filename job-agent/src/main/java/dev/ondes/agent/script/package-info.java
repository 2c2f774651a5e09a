/** The user's script: written for the build container, watched while it runs there. */
@NullMarked
package dev.ondes.agent.script;

import org.jspecify.annotations.NullMarked;
