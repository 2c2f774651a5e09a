/** How the job ended, told to GitLab and to pod-scheduler. */
@NullMarked
package dev.ondes.agent.end;

import org.jspecify.annotations.NullMarked;
