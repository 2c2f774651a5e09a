package dev.ondes.agent.end;

import dev.ondes.agent.script.ScriptEnd;
import dev.ondes.contracts.job.EndReason;
import org.jspecify.annotations.Nullable;

/**
 * How the job ended.
 *
 * @param exitCode the script's, where it came to an end
 * @param detail one line for operators; null where the reason says it all
 */
public record JobEnd(
        EndReason reason,
        @Nullable Integer exitCode,
        @Nullable String detail) {
    /** Exit code of a process that was killed by SIGKILL. */
    private static final int KILLED = 137;

    public static JobEnd of(EndReason reason, @Nullable String detail) {
        return new JobEnd(reason, null, detail);
    }

    /**
     * What the script's end means.
     *
     * @param canceled whether GitLab wants the job to be canceled
     * @param afterScriptCounts whether a failed {@code after_script} fails the job
     */
    public static JobEnd of(ScriptEnd end, boolean canceled, boolean afterScriptCounts) {
        return switch (end.cause()) {
            case GONE, MOVED -> of(EndReason.JOB_GONE, "while the script ran");
            case BUILD_LOST -> of(EndReason.BUILD_CONTAINER_LOST, "no sign of life");
            case JOB_TIMEOUT -> new JobEnd(EndReason.JOB_TIMEOUT, null, null);
            case SCRIPT_TIMEOUT -> new JobEnd(EndReason.JOB_TIMEOUT, null, "RUNNER_SCRIPT_TIMEOUT");
            case CANCELED -> new JobEnd(EndReason.CANCELED, null, null);
            case NONE -> canceled ? new JobEnd(EndReason.CANCELED, null, null) : byCodes(end, afterScriptCounts);
        };
    }

    private static JobEnd byCodes(ScriptEnd end, boolean afterScriptCounts) {
        Integer code = end.code();
        if (code == null) {
            return of(EndReason.BUILD_CONTAINER_LOST, "no exit marker");
        }
        if (code != 0) {
            boolean memory = code == KILLED && end.memoryKills() > 0;
            return new JobEnd(memory ? EndReason.OUT_OF_MEMORY : EndReason.SCRIPT_FAILED, code, null);
        }
        Integer after = end.afterCode();
        if (afterScriptCounts && after != null && after != 0) {
            return new JobEnd(EndReason.SCRIPT_FAILED, after, "after_script");
        }
        return new JobEnd(EndReason.SCRIPT_SUCCEEDED, 0, null);
    }

    public boolean succeeded() {
        return reason == EndReason.SCRIPT_SUCCEEDED;
    }

    /** The log's last line, without its colour. */
    public String lastLine() {
        return switch (reason.outcome()) {
            case SUCCEEDED -> "Job succeeded";
            case SCRIPT_FAILED ->
                "Job failed: " + (reason == EndReason.SCRIPT_FAILED ? "exit code " + exitCode : sentence());
            case SYSTEM_FAILED -> "Job failed (system failure): " + sentence();
            case CANCELED, TIMED_OUT -> "Job failed: " + sentence();
        };
    }

    private String sentence() {
        return reason.sentence() + (detail == null ? "" : " (" + detail + ")");
    }
}
