package dev.ondes.detector.health;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.DoubleAdder;

/** Numbers for Prometheus. A series is named as it is exposed, labels included. Thread-safe. */
public final class Metrics {
    private static final Map<String, String> HELP = new TreeMap<>(Map.of(
            "ondes_detector_polls_total", "counter|Looks at the cloud's metadata service, by what came of them",
            "ondes_detector_notices_total", "counter|Notices and withdrawals seen",
            "ondes_detector_handovers_total", "counter|How telling spot-watcher ended",
            "ondes_detector_attempts_total", "counter|Attempts to tell one address of spot-watcher",
            "ondes_detector_handover_seconds", "summary|From seeing a notice to its confirmation",
            "ondes_detector_left_seconds", "gauge|Time left to the deadline when the last notice was confirmed",
            "ondes_detector_answer_age_seconds", "gauge|Since the metadata service last answered",
            "ondes_detector_cloud", "gauge|1 for the cloud that this machine is in"));

    private final Map<String, DoubleAdder> counters = new ConcurrentHashMap<>();
    private final Map<String, Double> gauges = new ConcurrentHashMap<>();

    public void count(String series) {
        add(series, 1);
    }

    public void took(String summary, Duration time) {
        add(summary + "_sum", seconds(time));
        add(summary + "_count", 1);
    }

    public void is(String gauge, double value) {
        gauges.put(gauge, value);
    }

    static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }

    private void add(String series, double value) {
        counters.computeIfAbsent(series, name -> new DoubleAdder()).add(value);
    }

    /** Text exposition format 0.0.4. */
    String text() {
        Map<String, Double> all = new TreeMap<>(gauges);
        counters.forEach((series, value) -> all.put(series, value.sum()));
        var text = new StringBuilder(2048);
        HELP.forEach((name, help) -> {
            String[] parts = help.split("\\|", 2);
            text.append("# HELP ").append(name).append(' ').append(parts[1]).append('\n');
            text.append("# TYPE ").append(name).append(' ').append(parts[0]).append('\n');
            all.forEach((series, value) -> {
                if (belongs(series, name)) {
                    text.append(series).append(' ').append(value).append('\n');
                }
            });
        });
        return text.toString();
    }

    private static boolean belongs(String series, String name) {
        String bare = series.indexOf('{') < 0 ? series : series.substring(0, series.indexOf('{'));
        return bare.equals(name) || bare.equals(name + "_sum") || bare.equals(name + "_count");
    }
}
