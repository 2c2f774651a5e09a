package dev.ondes.playground.e2e;

import dev.ondes.playground.platform.Service;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** What a service says at {@code /q/metrics} at one moment. Immutable. */
final class Metrics {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration STEP = Duration.ofMillis(20);
    private static final Pattern SERIES = Pattern.compile("(\\w+)(?:\\{(.*)})? (\\S+)(?: .*)?");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\",?");

    /** A metric's name with its labels. */
    private record Series(String name, Map<String, String> labels) {}

    private final Map<Series, Double> values = new LinkedHashMap<>();

    private Metrics(String text) {
        text.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            Matcher series = SERIES.matcher(line);
            if (series.matches()) {
                values.put(new Series(series.group(1), labels(series.group(2))), Double.parseDouble(series.group(3)));
            }
        });
    }

    private static Map<String, String> labels(String text) {
        Map<String, String> labels = new TreeMap<>();
        if (text != null) {
            Matcher label = LABEL.matcher(text);
            while (label.find()) {
                labels.put(label.group(1), label.group(2));
            }
        }
        return labels;
    }

    /** Asks until the answer is as it must be. */
    static Metrics await(Service service, Predicate<Metrics> condition) {
        return Awaitility.await()
                .atMost(LIMIT)
                .pollDelay(Duration.ZERO)
                .pollInterval(STEP)
                .until(() -> of(service), metrics -> condition.test(metrics));
    }

    /** Empty where it doesn't answer with any. */
    static Metrics of(Service service) {
        String text = service.get("/q/metrics");
        return new Metrics(text == null ? "" : text);
    }

    /** The sum of a metric's series by the value of one label. */
    Map<String, Double> by(String name, String label) {
        Map<String, Double> sums = new TreeMap<>();
        values.forEach((series, value) -> {
            if (series.name.equals(name)) {
                sums.merge(series.labels.getOrDefault(label, ""), value, Double::sum);
            }
        });
        return sums;
    }

    /** The one series of that name and label; 0 where there is none. */
    double value(String name, String label, String of) {
        return by(name, label).getOrDefault(of, 0.0);
    }

    /** The one series of that name, which has no labels; 0 where there is none. */
    double value(String name) {
        return value(name, "", "");
    }
}
