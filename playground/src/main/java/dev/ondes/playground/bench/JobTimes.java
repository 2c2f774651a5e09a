package dev.ondes.playground.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ondes.contracts.event.PodCreated;
import dev.ondes.playground.platform.EventLog;
import dev.ondes.playground.platform.GitLabApi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When things happened to one job, all by this machine's clock.
 *
 * @param pending GitLab had it ready to be taken
 * @param podCreated the API server acknowledged its pod
 * @param scriptBegan its script's first line ran, by the script's own word
 * @param scriptEnded its script's last line ran
 * @param known GitLab knew its end
 */
record JobTimes(
        long job, Instant pending, Instant podCreated, Instant scriptBegan, Instant scriptEnded, Instant known) {
    /** A script that tells when it begins and ends. */
    static final String SCRIPT = "echo began $(date +%s%N); sleep 1; echo ended $(date +%s%N)";

    private static final Pattern WORD = Pattern.compile("(began|ended) (\\d{19})");
    private static final ObjectMapper JSON = new ObjectMapper();

    Duration untilPod() {
        return Duration.between(pending, podCreated);
    }

    Duration untilScript() {
        return Duration.between(pending, scriptBegan);
    }

    /** All that the job took but for its own script. */
    Duration overhead() {
        return Duration.between(pending, known).minus(Duration.between(scriptBegan, scriptEnded));
    }

    /** From pending to the pod, of jobs that may never run. */
    static List<Duration> untilPod(GitLabApi gitlab, EventLog events, List<Long> jobs) {
        Map<Long, Instant> pending = statusTimes(gitlab, "pending");
        Map<Long, Instant> created = podTimes(events);
        return jobs.stream()
                .filter(created::containsKey)
                .map(job -> Duration.between(of(pending, job), of(created, job)))
                .toList();
    }

    /** Reads the times of jobs that have ended; those of failed ones are left out. */
    static List<JobTimes> read(GitLabApi gitlab, EventLog events, long project, List<Long> jobs) {
        Map<Long, Instant> pending = statusTimes(gitlab, "pending");
        Map<Long, Instant> known = statusTimes(gitlab, "success");
        Map<Long, Instant> created = podTimes(events);
        return jobs.stream()
                .filter(known::containsKey)
                .filter(created::containsKey)
                .map(job -> {
                    Map<String, Instant> said = said(gitlab.log(project, job));
                    return new JobTimes(
                            job,
                            of(pending, job),
                            of(created, job),
                            of(said, "began"),
                            of(said, "ended"),
                            of(known, job));
                })
                .toList();
    }

    private static Map<Long, Instant> statusTimes(GitLabApi gitlab, String status) {
        Map<Long, Instant> times = new HashMap<>();
        for (JsonNode entry : timeline(gitlab)) {
            if (entry.path("event").asText().equals("job")
                    && entry.path("status").asText().equals(status)) {
                times.put(
                        entry.path("job").asLong(),
                        Instant.EPOCH.plusNanos(entry.path("epoch_nanos").asLong()));
            }
        }
        return times;
    }

    private static Map<Long, Instant> podTimes(EventLog events) {
        Map<Long, Instant> times = new HashMap<>();
        // Said as soon as the API server has answered; the pod's own time of creation is in whole seconds.
        events.events(PodCreated.class).forEach(event -> times.put(((PodCreated) event.data()).jobId(), event.time()));
        return times;
    }

    private static <K> Instant of(Map<K, Instant> times, K key) {
        return Optional.ofNullable(times.get(key))
                .orElseThrow(() -> new IllegalStateException("no time is known of " + key));
    }

    private static Map<String, Instant> said(byte[] log) {
        Map<String, Instant> said = new HashMap<>();
        Matcher words = WORD.matcher(new String(log, StandardCharsets.UTF_8));
        while (words.find()) {
            said.put(words.group(1), Instant.EPOCH.plusNanos(Long.parseLong(words.group(2))));
        }
        return said;
    }

    private static List<JsonNode> timeline(GitLabApi gitlab) {
        return gitlab.text("/-/ondes/timeline").lines().map(JobTimes::parse).toList();
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
