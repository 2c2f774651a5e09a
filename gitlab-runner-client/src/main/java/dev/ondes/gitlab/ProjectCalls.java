package dev.ondes.gitlab;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What somebody who may read a project sees of its jobs: GitLab's REST API with an access token of the scope {@code read_api}. */
final class ProjectCalls {
    /**
     * By keyset, which GitLab has for jobs with the newest first and for nothing else, and which stays right while jobs leave the list. GitLab's page is at most
     * so long.
     */
    private static final String PENDING = "scope%5B%5D=pending&pagination=keyset&order_by=id&sort=desc&per_page=100";

    private static final Pattern LINK = Pattern.compile("<[^>?]*\\?([^>]+)>\\s*;[^,]*rel=\"next\"");

    private final Http http;

    ProjectCalls(Http http) {
        this.http = http;
    }

    JobPage pendingJobs(Secret accessToken, String project, @Nullable String next) {
        Reply reply = get("/projects/" + encoded(project) + "/jobs?" + (next == null ? PENDING : next), accessToken);
        RunnerCalls.expect(reply, 200);
        List<ListedJob> jobs = new ArrayList<>();
        for (JsonNode job : json(reply)) {
            read(job, now(reply)).ifPresent(jobs::add);
        }
        return new JobPage(jobs, next(reply));
    }

    Optional<ListedJob> job(Secret accessToken, String project, long id) {
        Reply reply = get("/projects/" + encoded(project) + "/jobs/" + id, accessToken);
        if (reply.status() == 404 && !reply.foreign()) {
            return Optional.empty();
        }
        RunnerCalls.expect(reply, 200);
        return read(json(reply), now(reply));
    }

    /** Of GitLab's link only the query is followed: its address may be one that we can't reach, or that must not see the token. */
    private static Optional<String> next(Reply reply) {
        return reply.headers().allValues("Link").stream()
                .flatMap(link -> {
                    Matcher found = LINK.matcher(link);
                    return found.find() ? Stream.of(found.group(1)) : Stream.empty();
                })
                .findFirst();
    }

    private static Optional<ListedJob> read(JsonNode job, Instant now) {
        String status = job.path("status").asText("");
        if (!job.path("id").canConvertToLong() || status.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ListedJob(
                job.path("id").longValue(),
                job.path("name").asText(""),
                status,
                text(job.path("stage")),
                text(job.path("ref")),
                number(job.path("pipeline").path("id")),
                time(job.path("created_at")),
                queuedAt(job, now),
                time(job.path("started_at")),
                time(job.path("finished_at")),
                text(job.path("failure_reason")),
                number(job.path("runner").path("id"))));
    }

    /** GitLab says how long a job has waited, not since when. */
    private static @Nullable Instant queuedAt(JsonNode job, Instant now) {
        JsonNode waited = job.path("queued_duration");
        if (!waited.isNumber() || waited.doubleValue() < 0) {
            return null;
        }
        Instant started = time(job.path("started_at"));
        return (started == null ? now : started).minus(Duration.ofMillis((long) (waited.doubleValue() * 1000)));
    }

    /** By the clock that the waiting was measured with. */
    private Instant now(Reply reply) {
        return reply.date().orElseGet(http.settings().clock()::instant);
    }

    private static @Nullable Instant time(JsonNode field) {
        try {
            return field.isTextual() ? OffsetDateTime.parse(field.textValue()).toInstant() : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static @Nullable String text(JsonNode field) {
        return field.isTextual() && !field.textValue().isEmpty() ? field.textValue() : null;
    }

    private static @Nullable Long number(JsonNode field) {
        return field.canConvertToLong() && field.longValue() > 0 ? Long.valueOf(field.longValue()) : null;
    }

    private static String encoded(String project) {
        return URLEncoder.encode(project, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private Reply get(String path, Secret accessToken) {
        return http.insist(
                Call.ofOwner("GET", path, accessToken, http.settings().callLimit()), Persistence.CALL);
    }

    private static JsonNode json(Reply reply) {
        try {
            return reply.json();
        } catch (Json.NoJson e) {
            throw new UnavailableException(reply.call() + ": the answer " + e.getMessage());
        }
    }
}
