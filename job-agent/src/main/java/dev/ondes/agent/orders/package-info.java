/** What others want of the job while it runs: GitLab's cancel, the pod's end. */
@NullMarked
package dev.ondes.agent.orders;

import org.jspecify.annotations.NullMarked;
