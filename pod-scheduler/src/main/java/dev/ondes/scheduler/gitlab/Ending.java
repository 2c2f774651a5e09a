package dev.ondes.scheduler.gitlab;

import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.pod.AgentReport;
import org.jspecify.annotations.Nullable;

/**
 * How a job ends, as far as we know it.
 *
 * @param detail one line for operators and users, without secrets
 * @param report the agent's last word, where it left one
 */
public record Ending(
        EndReason reason,
        @Nullable Integer exitCode,
        @Nullable String detail,
        @Nullable AgentReport report) {

    public static Ending of(AgentReport report) {
        return new Ending(report.reason(), report.exitCode(), report.detail(), report);
    }

    public static Ending of(EndReason reason, @Nullable String detail) {
        return new Ending(reason, null, detail, null);
    }

    /** The same end, but GitLab calls it something else. */
    public Ending as(EndReason other) {
        return other == reason ? this : new Ending(other, null, detail, report);
    }

    /** What the user reads at the end of the log. */
    String line() {
        String why = reason.sentence() + (detail == null || detail.isBlank() ? "" : ": " + detail);
        String lost = report == null || report.reported()
                ? ""
                : " (the agent could not reach GitLab: the end of this log may be missing)";
        return "\u001b[31;1mOndes: " + why + lost + "\u001b[0;m";
    }
}
