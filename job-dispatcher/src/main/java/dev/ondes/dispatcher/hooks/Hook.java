package dev.ondes.dispatcher.hooks;

import dev.ondes.contracts.event.JobObserved;
import java.util.List;
import java.util.Locale;

/**
 * A webhook as read: its kind, one of few fixed words for metrics, and what it means.
 *
 * @param jobs where jobs stand in GitLab, as it says
 */
public record Hook(Kind kind, HookNews news, List<JobObserved> jobs) {
    public Hook {
        jobs = List.copyOf(jobs);
    }

    /** One that says nothing of jobs. */
    static Hook other() {
        return new Hook(Kind.OTHER, new HookNews.Nothing(), List.of());
    }

    /** What the webhook is about. */
    public enum Kind {
        JOB,
        PIPELINE,
        /** Another event, or a body that a custom template made. */
        OTHER;

        /** The name in metric tags. */
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
