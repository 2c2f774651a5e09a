/** The job's log: masked, stamped, kept on disk, sent to GitLab within the fence. */
@NullMarked
package dev.ondes.agent.trace;

import org.jspecify.annotations.NullMarked;
