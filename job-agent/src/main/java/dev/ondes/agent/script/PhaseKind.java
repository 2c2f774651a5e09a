package dev.ondes.agent.script;

import dev.ondes.gitlab.JobPayload.When;

/** When a phase of the script runs; the word is that of run.sh. */
public enum PhaseKind {
    ON_SUCCESS("on_success"),
    ON_FAILURE("on_failure"),
    ALWAYS("always"),
    AFTER("after");

    private final String word;

    PhaseKind(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }

    static PhaseKind of(When when) {
        return switch (when) {
            case ON_SUCCESS -> ON_SUCCESS;
            case ON_FAILURE -> ON_FAILURE;
            case ALWAYS -> ALWAYS;
        };
    }
}
