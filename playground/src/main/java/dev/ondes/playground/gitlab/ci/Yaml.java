package dev.ondes.playground.gitlab.ci;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** YAML as the reader wants it: anchors and merge keys resolved, scalars as they were written, each with its line. */
sealed interface Yaml {
    /** Counted from 1. */
    int line();

    /**
     * A scalar.
     *
     * @param plain written without quotes, so that {@code true} may be a boolean and nothing may be null
     */
    record Text(String value, boolean plain, int line) implements Yaml {
        boolean isNull() {
            return plain && (value.isEmpty() || value.equals("~") || value.equals("null"));
        }
    }

    record Items(List<Yaml> values, int line) implements Yaml {}

    record Keys(Map<String, Entry> entries, int line) implements Yaml {

        /** This mapping laid over {@code base}: mappings are merged key by key, anything else is replaced. */
        Keys over(Keys base) {
            var merged = new LinkedHashMap<>(base.entries);
            entries.forEach((key, own) -> merged.merge(
                    key,
                    own,
                    (under, over) -> under.value() instanceof Keys low && over.value() instanceof Keys high
                            ? new Entry(high.over(low), over.line())
                            : over));
            return new Keys(merged, line);
        }
    }

    /**
     * A value under a key.
     *
     * @param line of the key
     */
    record Entry(Yaml value, int line) {}
}
