package dev.ondes.alerter.meter;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * So many different values of a label a day, and no more: the first ones, so that whoever reads the day's journal has the same. What comes later is
 * {@code other}. Not thread-safe.
 */
final class Bounded {
    private final int most;
    private final Map<String, String> labels = new HashMap<>();
    private Set<String> dayBefore = Set.of();

    Bounded(int most) {
        this.most = most;
    }

    String of(String value) {
        String label = labels.get(value);
        if (label != null) {
            return label;
        }
        if (labels.size() >= most) {
            return Label.OTHER;
        }
        String clean = Label.of(value);
        labels.put(value, clean);
        return clean;
    }

    /** All places are free again. */
    void newDay() {
        dayBefore = Set.copyOf(labels.values());
        labels.clear();
    }

    /** Whether the label had a place the day before; {@code other} always has. */
    boolean isOfDayBefore(String label) {
        return label.equals(Label.OTHER) || dayBefore.contains(label);
    }
}
