/** The agreement between pod-scheduler, which makes a job's pod, and job-agent, which runs in it. */
@NullMarked
package dev.ondes.contracts.pod;

import org.jspecify.annotations.NullMarked;
