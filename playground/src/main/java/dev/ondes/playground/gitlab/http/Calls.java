package dev.ondes.playground.gitlab.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** Counts calls by kind and status. Thread-safe. */
public final class Calls {
    /** In place of a status where the connection was cut. */
    public static final int DROPPED = 0;

    private final Map<Call, Map<Integer, Long>> counts = new EnumMap<>(Call.class);

    public synchronized void count(Call call, int status) {
        counts.computeIfAbsent(call, _ -> new TreeMap<>()).merge(status, 1L, Long::sum);
    }

    public synchronized long of(Call call) {
        return counts.getOrDefault(call, Map.of()).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    public synchronized long of(Call call, int status) {
        return counts.getOrDefault(call, Map.of()).getOrDefault(status, 0L);
    }

    /** {@code {"job-request": {"201": 3, "204": 12}}}; {@code 0} for cut connections. */
    public synchronized JsonNode toJson() {
        ObjectNode json = Json.object();
        counts.forEach((call, statuses) -> json.set(call.wire(), Json.tree(statuses)));
        return json;
    }
}
