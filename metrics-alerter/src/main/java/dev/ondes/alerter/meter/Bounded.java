package dev.ondes.alerter.meter;

import java.util.HashMap;
import java.util.Map;

/** So many different values of a label and no more; what comes later is {@code other}. Not thread-safe. */
final class Bounded {
    private final int most;
    private final Map<String, String> labels = new HashMap<>();

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
}
