package dev.ondes.alerter.notify;

import dev.ondes.contracts.alert.Severity;
import java.util.Set;

/**
 * What a receiver cares for.
 *
 * @param least not less urgent than this
 * @param classes of which classes; of all, and of what hits no class, where empty
 */
public record Filter(String name, Severity least, Set<String> classes) {
    public Filter {
        classes = Set.copyOf(classes);
    }

    /** For all that is no mere sign of life. */
    public static Filter all(String name) {
        return new Filter(name, Severity.WARNING, Set.of());
    }

    boolean wants(Message message) {
        return message.severity().compareTo(least) <= 0
                && (classes.isEmpty() || (message.jobClass() != null && classes.contains(message.jobClass())));
    }
}
