package dev.ondes.alerter.console.view;

import dev.ondes.alerter.fleet.Job;
import dev.ondes.alerter.fleet.Phase;
import java.util.Locale;

/**
 * Which jobs somebody wants to see, in the words of a link; an empty word means all.
 *
 * @param text in id, name, project, branch or node, whatever the case
 * @param jobClass its whole name
 * @param state of {@link Phase}, or {@link #STUCK}
 * @param outcome of {@link dev.ondes.contracts.job.Outcome}
 * @param reason of {@link dev.ondes.contracts.job.EndReason}
 * @param sort empty for what goes on, then what ended, newest first
 */
public record JobFilter(
        String text, String jobClass, String state, String outcome, String reason, String sort, boolean up) {
    /** Taken, and neither begins nor ends. */
    static final String STUCK = "stuck";

    private static final String ENDED = wire(Phase.ENDED);

    public static String wire(Phase phase) {
        return phase.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether anything but the order is asked for. */
    public boolean narrows() {
        return !text.isEmpty() || !jobClass.isEmpty() || !state.isEmpty() || !outcome.isEmpty() || !reason.isEmpty();
    }

    boolean wantsStuck() {
        return state.equals(STUCK);
    }

    /** Whether jobs that did not end can be among them. */
    boolean wantsActive() {
        return outcome.isEmpty() && reason.isEmpty() && !state.equals(ENDED);
    }

    boolean wantsEnded() {
        return state.isEmpty() || state.equals(ENDED);
    }

    /** Whether each job that ended is among them, whatever it is. */
    boolean wantsAllEnded() {
        return wantsEnded() && text.isEmpty() && jobClass.isEmpty() && outcome.isEmpty() && reason.isEmpty();
    }

    boolean holds(Job job) {
        return (jobClass.isEmpty() || jobClass.equals(job.jobClass()))
                && (state.isEmpty() || wantsStuck() || state.equals(wire(job.phase())))
                && (outcome.isEmpty() || isOutcome(job))
                && (reason.isEmpty() || isReason(job))
                && (text.isEmpty() || isText(job));
    }

    private boolean isOutcome(Job job) {
        return job.end() != null && job.end().how().outcome().wire().equals(outcome);
    }

    private boolean isReason(Job job) {
        return job.end() != null && job.end().how().reason().wire().equals(reason);
    }

    private boolean isText(Job job) {
        return Long.toString(job.id()).startsWith(text)
                || contains(job.name())
                || contains(job.project())
                || contains(job.ref())
                || job.node().filter(this::contains).isPresent();
    }

    /** Without making a string of each name of 100,000 jobs. */
    private boolean contains(String name) {
        int last = name.length() - text.length();
        for (int i = 0; i <= last; i++) {
            if (name.regionMatches(true, i, text, 0, text.length())) {
                return true;
            }
        }
        return false;
    }

    Query query() {
        return Query.of("/jobs")
                .with("q", text)
                .with("class", jobClass)
                .with("state", state)
                .with("outcome", outcome)
                .with("reason", reason)
                .with("sort", sort)
                .with("order", sort.isEmpty() || !up ? "" : "up");
    }

    JobFilter sorted(String by, boolean upwards) {
        return new JobFilter(text, jobClass, state, outcome, reason, by, upwards);
    }
}
