package dev.ondes.playground.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ondes.contracts.event.CapacityReported;
import dev.ondes.contracts.event.CapacityReported.ClassCapacity;
import dev.ondes.contracts.event.JobObserved;
import dev.ondes.playground.platform.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/**
 * One moment that GitLab and metrics-alerter can both be asked about, though each learns of it at another time. No clock is compared and
 * nothing is waited out:
 *
 * <ol>
 *   <li>GitLab is held: from now on nothing reads or changes its state. Of what it knows, that is the truth.
 *   <li>All webhooks that it sent arrive, late and repeated ones included.
 *   <li>Two webhooks of our own follow. job-dispatcher says one thing after the other, each confirmed by the broker before the next: so when
 *       the second one is heard, the first, and all that GitLab told before, is in the journal.
 *   <li>A report of room for a class of our own, whose limit is the number of this moment, comes behind all that. metrics-alerter shows it by
 *       the same snapshot as jobs: once it does, it has handled all that GitLab told.
 * </ol>
 *
 * Then both must say the same. For the age of the oldest pending job that is: metrics-alerter's job waits no longer than GitLab's, and no
 * shorter than since the webhook was taken that told of it.
 */
final class Standstill {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String OUR_CLASS = "moment";
    private static final long OUR_JOBS = 1L << 40;

    private final World world;
    private final Voice voice;
    private final Function<PendingJob, String> classOf;
    private final HttpClient http = HttpClient.newHttpClient();
    private int number;

    /**
     * A job that is pending in GitLab.
     *
     * @param queuedAt when it became so
     * @param toldAt when somebody took the webhook that told it first
     */
    record PendingJob(long id, String project, String name, List<String> tags, Instant queuedAt, Instant toldAt) {
        static PendingJob of(JsonNode json) {
            List<String> tags = new ArrayList<>();
            json.path("tag_list").forEach(tag -> tags.add(tag.asText()));
            return new PendingJob(
                    json.path("id").asLong(),
                    json.path("project").asText(),
                    json.path("name").asText(),
                    tags,
                    Instant.parse(json.path("queued_at").asText()),
                    Instant.parse(json.path("told_at").asText()));
        }
    }

    /** @param classOf the class by which metrics-alerter counts a job */
    Standstill(World world, Voice voice, Function<PendingJob, String> classOf) {
        this.world = world;
        this.voice = voice;
        this.classOf = classOf;
    }

    /** Holds everything, compares, and lets go; gives how many jobs were pending. */
    int compare(Service alerter) {
        number++;
        try {
            List<PendingJob> truth = hold();
            String moment = "moment " + number + ", " + truth.size() + " pending";
            tellBehindIt();
            Instant marked = Instant.now();
            voice.say(new CapacityReported(List.of(new ClassCapacity(OUR_CLASS, number, 0, 0, 0, List.of()))));
            Metrics.await(alerter, metrics -> metrics.value("ondes_capacity_limit", "class", OUR_CLASS) == number);
            Metrics said = Metrics.of(alerter);
            Instant seen = Instant.now();

            assertThat(counts(said)).as(moment).isEqualTo(counts(truth));
            truth.stream().collect(Collectors.groupingBy(classOf)).forEach((jobClass, jobs) -> {
                Duration age = Duration.ofMillis(
                        Math.round(1000 * said.value("ondes_jobs_pending_oldest_seconds", "class", jobClass)));
                // In whole milliseconds, of a snapshot that was made between the mark and now.
                assertThat(seen.minus(age))
                        .as("%s: since when the oldest of '%s' waits", moment, jobClass)
                        .isAfterOrEqualTo(earliest(jobs, PendingJob::queuedAt));
                assertThat(marked.minus(age).minusMillis(1))
                        .as("%s: since when the oldest of '%s' waits", moment, jobClass)
                        .isBeforeOrEqualTo(earliest(jobs, PendingJob::toldAt));
            });
            return truth.size();
        } finally {
            world.gitlab().delete("/-/ondes/hold");
        }
    }

    private List<PendingJob> hold() {
        List<PendingJob> pending = new ArrayList<>();
        world.gitlab().post("/-/ondes/hold", Map.of()).path("pending").forEach(job -> pending.add(PendingJob.of(job)));
        return pending;
    }

    private static Instant earliest(List<PendingJob> jobs, Function<PendingJob, Instant> time) {
        return jobs.stream().map(time).min(Instant::compareTo).orElseThrow();
    }

    private Map<String, Long> counts(List<PendingJob> jobs) {
        return jobs.stream().collect(Collectors.groupingBy(classOf, TreeMap::new, Collectors.counting()));
    }

    private static Map<String, Long> counts(Metrics said) {
        Map<String, Long> counts = new TreeMap<>();
        said.by("ondes_jobs_pending", "class").forEach((jobClass, count) -> {
            if (count > 0) {
                counts.put(jobClass, Math.round(count));
            }
        });
        return counts;
    }

    private void tellBehindIt() {
        long first = OUR_JOBS + 2L * number;
        tell(first);
        tell(first + 1);
        Awaitility.await()
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> world.events().all(JobObserved.class).anyMatch(job -> job.jobId() == first + 1));
    }

    /** A webhook about a job that GitLab does not have, and that nobody waits for. */
    private void tell(long job) {
        Path secret = world.folder().resolve("settings/webhook-secret");
        String body = """
                {"object_kind": "build", "build_id": %d, "build_name": "mark", "build_status": "created",
                 "project": {"path_with_namespace": "tests/mark"}}""".formatted(job);
        Awaitility.await()
                .atMost(LIMIT)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> http.send(
                                        HttpRequest.newBuilder(world.platform()
                                                        .dispatcher()
                                                        .address()
                                                        .resolve("/hooks/gitlab"))
                                                .header("X-Gitlab-Token", read(secret))
                                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                                .build(),
                                        HttpResponse.BodyHandlers.discarding())
                                .statusCode()
                        == 200);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
