/** A job's variables: their order, their expansion, those that are files. */
@NullMarked
package dev.ondes.agent.variables;

import org.jspecify.annotations.NullMarked;
