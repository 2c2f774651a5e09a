package dev.ondes.playground.gitlab.pipelines;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.time.Duration;

/**
 * GitLab's clocks and limits; they may change while it runs. Durations are ISO-8601 in JSON. Zero switches a limit off
 * where nothing else is said.
 *
 * @param longPoll how long a job request waits for a change; zero: it doesn't
 * @param noUpdates a running job without any update is dropped after this
 * @param timeoutLeeway what the server adds to a job's timeout before it drops it itself
 * @param pendingWithRunner a job that a runner could take may be pending for so long
 * @param pendingWithoutRunner a job that no runner can take may be pending for so long
 * @param tokenLeeway how much longer than the job's timeout its token is valid
 * @param traceInterval told as {@code X-GitLab-Trace-Update-Interval} where nobody watches the log
 * @param watchedTraceInterval the same where somebody does
 * @param persistingRounds how many times a final state is answered by 202 first
 * @param persistingInterval what such an answer tells to wait
 * @param traceSize bytes a log may have
 * @param artifactSize bytes an upload may have
 * @param requestsPerMinute job requests per runner
 * @param tracesPerMinute log appends per job
 * @param updatesPerMinute state updates and artifact calls per job
 * @param listsPerMinute lists of a project's jobs per user
 * @param hookTimeLimit how long a webhook's receiver may take
 * @param hookFailures so many failures in a row switch a hook off for a while; zero: never
 */
public record Limits(
        Duration longPoll,
        Duration noUpdates,
        Duration timeoutLeeway,
        Duration pendingWithRunner,
        Duration pendingWithoutRunner,
        Duration tokenLeeway,
        Duration traceInterval,
        Duration watchedTraceInterval,
        int persistingRounds,
        Duration persistingInterval,
        long traceSize,
        long artifactSize,
        int requestsPerMinute,
        int tracesPerMinute,
        int updatesPerMinute,
        int listsPerMinute,
        Duration hookTimeLimit,
        int hookFailures) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .build();

    /** As GitLab's documentation and source have them. */
    public static final Limits DOCUMENTED = new Limits(
            Duration.ofSeconds(50),
            Duration.ofHours(1),
            Duration.ofMinutes(15),
            Duration.ofDays(1),
            Duration.ofHours(1),
            Duration.ofMinutes(5),
            Duration.ofSeconds(60),
            Duration.ofSeconds(3),
            0,
            Duration.ofSeconds(1),
            100L << 20,
            100L << 20,
            2000,
            200,
            200,
            600,
            Duration.ofSeconds(10),
            4);

    /**
     * These limits with some changed, by the names above.
     *
     * @throws IllegalArgumentException for a name that isn't there or a value that doesn't fit
     */
    public Limits with(JsonNode changes) {
        ObjectNode all = toJson();
        changes.properties().forEach(change -> {
            if (!all.has(change.getKey())) {
                throw new IllegalArgumentException(
                        "There is no limit '" + change.getKey() + "'; there are " + names(all));
            }
            all.set(change.getKey(), change.getValue());
        });
        return JSON.convertValue(all, Limits.class);
    }

    /** One limit changed. */
    public Limits with(String name, Object value) {
        ObjectNode change = JSON.createObjectNode();
        change.set(name, JSON.valueToTree(value));
        return with(change);
    }

    public ObjectNode toJson() {
        return JSON.valueToTree(this);
    }

    private static String names(ObjectNode all) {
        return String.join(", ", (Iterable<String>) all::fieldNames);
    }
}
