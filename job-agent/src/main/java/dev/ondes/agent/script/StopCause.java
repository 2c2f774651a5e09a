package dev.ondes.agent.script;

/** Why the agent stopped the script, or stopped waiting for it. */
public enum StopCause {
    /** It wasn't: the script came to its own end. */
    NONE,
    /** GitLab wants the script to stop, and the rest to run. */
    CANCELED,
    /** {@code RUNNER_SCRIPT_TIMEOUT}: {@code after_script} still runs. */
    SCRIPT_TIMEOUT,
    /** The job's timeout: nothing runs any more. */
    JOB_TIMEOUT,
    /** The pod ends, and the job runs elsewhere from its beginning. */
    MOVED,
    /** GitLab no longer wants anything of the job. */
    GONE,
    /** The build container gives no sign of life. */
    BUILD_LOST
}
