/** What a job changes of its pod, by gitlab-runner's variables, within what its class allows. */
@NullMarked
package dev.ondes.scheduler.overwrite;

import org.jspecify.annotations.NullMarked;
