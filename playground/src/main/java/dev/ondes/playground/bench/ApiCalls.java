package dev.ondes.playground.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Counts our calls in the API server's audit log. */
final class ApiCalls {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ApiCalls() {}

    /** Calls of pod-scheduler about pods and Secrets, by {@code verb resource}; its one watch and its Lease are no job's cost. */
    static Map<String, Integer> ofScheduler(Path auditLog) {
        return of(auditLog, "ondes-pod-scheduler", "pods|secrets", "watch|list");
    }

    /** Calls of spot-watcher about nodes, their events and pods; each drain lists its node's pods. */
    static Map<String, Integer> ofSpotWatcher(Path auditLog) {
        return of(auditLog, "ondes-spot-watcher", "nodes|pods|events", "watch");
    }

    private static Map<String, Integer> of(Path auditLog, String agent, String resources, String withoutVerbs) {
        Map<String, Integer> calls = new TreeMap<>();
        try (Stream<String> lines = Files.lines(auditLog)) {
            lines.map(ApiCalls::parse)
                    .filter(call -> call.path("userAgent").asText().startsWith(agent))
                    .filter(call -> call.path("stage").asText().equals("ResponseComplete"))
                    .filter(call -> !call.path("verb").asText().matches(withoutVerbs))
                    .filter(call ->
                            call.path("objectRef").path("resource").asText().matches(resources))
                    .forEach(call -> calls.merge(
                            call.path("verb").asText() + " "
                                    + call.path("objectRef").path("resource").asText(),
                            1,
                            Integer::sum));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return calls;
    }

    /** What one of so many jobs or nodes took between two counts: in sum, then by kind. */
    static String each(Map<String, Integer> before, Map<String, Integer> after, int number) {
        var kinds = new TreeMap<String, Double>();
        after.forEach((kind, count) -> kinds.put(kind, (count - before.getOrDefault(kind, 0)) / (double) number));
        return String.format(
                Locale.ROOT,
                "%.2f  (%s)",
                kinds.values().stream().mapToDouble(Double::doubleValue).sum(),
                kinds.entrySet().stream()
                        .map(kind -> String.format(Locale.ROOT, "%s %.2f", kind.getKey(), kind.getValue()))
                        .collect(Collectors.joining("  ")));
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            // The last line may be half written.
            return JSON.createObjectNode();
        }
    }
}
