/** HTTP as a command needs it: every fault has a sentence and an exit code, and what may pass is tried again. */
@NullMarked
package dev.ondes.cli.service;

import org.jspecify.annotations.NullMarked;
