package dev.ondes.deploy;

import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The metrics that exist: those in {@code metrics.txt}, and those that our recording rules make. */
final class Known {
    private Known() {}

    static Set<String> metrics() {
        Set<String> known = Deploy.text(Path.of("src/test/resources/metrics.txt"))
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .collect(Collectors.toCollection(TreeSet::new));
        Deploy.rules("recording-rules.yaml", "record")
                .forEach(rule -> known.add(rule.path("record").asText()));
        return known;
    }
}
