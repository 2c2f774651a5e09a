package dev.ondes.alerter.alerts;

import dev.ondes.contracts.event.AlertFiring;

/**
 * One rule with one thing that it watches.
 *
 * @param subject a class or queue; empty where the rule watches all at once
 */
public record AlertKey(String rule, String subject) {
    private static final String SEPARATOR = "/";

    /** The same whenever the same alert hits the same thing. */
    public String id() {
        return subject.isEmpty() ? rule : rule + SEPARATOR + subject;
    }

    static AlertKey of(AlertFiring said) {
        String id = said.alertId();
        return id.startsWith(said.alert() + SEPARATOR)
                ? new AlertKey(said.alert(), id.substring(said.alert().length() + 1))
                : new AlertKey(said.alert(), "");
    }
}
