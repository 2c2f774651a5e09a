package dev.ondes.dispatcher.hooks;

import java.util.Locale;

/** A webhook as read: its kind, one of few fixed words for metrics, and what it means. */
public record Hook(Kind kind, HookNews news) {
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
