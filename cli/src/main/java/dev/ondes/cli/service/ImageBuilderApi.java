package dev.ondes.cli.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ondes.cli.CommandFailedException;
import dev.ondes.contracts.build.BuildOutcome;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * image-builder's REST API. Every call may be repeated without harm, and is, while the service can't be reached, is overloaded or
 * broken. For any number of threads.
 */
public final class ImageBuilderApi {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    /** What the service does itself before it answers: gigabytes are read, or put together. */
    private static final Duration LONG_LIMIT = Duration.ofMinutes(10);

    private final URI server;
    private final Token token;
    private final Http http;
    private final Retry retry;
    private final Consumer<String> progress;
    private final Duration limit;
    private final Duration longLimit;

    /** @param progress is told, for people, that the service doesn't answer and is asked again */
    public ImageBuilderApi(URI server, Token token, Http http, Retry retry, Consumer<String> progress) {
        this(server, token, http, retry, progress, LIMIT, LONG_LIMIT);
    }

    ImageBuilderApi(
            URI server,
            Token token,
            Http http,
            Retry retry,
            Consumer<String> progress,
            Duration limit,
            Duration longLimit) {
        this.progress = progress;
        this.limit = limit;
        this.longLimit = longLimit;
        this.server = server;
        this.token = token;
        this.http = http;
        this.retry = retry;
    }

    /** Where that is, for people. */
    public String address(String path) {
        return server + path;
    }

    public JsonNode get(String path) {
        return good(call("GET", path, BodyPublishers.noBody(), limit));
    }

    /** As {@link #get}, and empty for what the service does not know. */
    public Optional<JsonNode> find(String path) {
        Answer answer = call("GET", path, BodyPublishers.noBody(), limit);
        return answer.status() == 404 ? Optional.empty() : Optional.of(good(answer));
    }

    public JsonNode post(String path, JsonNode body) {
        return good(call("POST", path, BodyPublishers.ofString(body.toString()), limit));
    }

    /** As {@link #post}, where the service has much to do before it answers. */
    public JsonNode postWork(String path, JsonNode body) {
        return good(call("POST", path, BodyPublishers.ofString(body.toString()), longLimit));
    }

    /** As {@link #postWork}, and empty where the service says that something else has to be done before, by this code. */
    public Optional<JsonNode> postWorkUnless(String code, String path, JsonNode body) {
        Answer answer = call("POST", path, BodyPublishers.ofString(body.toString()), longLimit);
        return !answer.isGood() && answer.code().equals(code) ? Optional.empty() : Optional.of(good(answer));
    }

    /** Tries once: it is asked for by those who are about to end. */
    public Answer deleteOnce(String path) throws IOException {
        return http.send(request(path).DELETE().build(), Duration.ofSeconds(5));
    }

    /** A stream of events, from behind the one of this id. */
    public HttpResponse<InputStream> events(String path, String lastId) throws IOException {
        HttpRequest.Builder request = request(path).setHeader("Accept", "text/event-stream");
        if (!lastId.isEmpty()) {
            request.header("Last-Event-ID", lastId);
        }
        return http.open(request.GET().build(), limit);
    }

    private Answer call(String method, String path, HttpRequest.BodyPublisher body, Duration within) {
        HttpRequest request = request(path)
                .header("Content-Type", "application/json")
                .method(method, body)
                .build();
        for (int failures = 1; ; failures++) {
            String problem;
            try {
                Answer answer = http.send(request, within);
                if (!answer.isPassing()) {
                    return answer;
                }
                problem = "it answered with " + answer.status() + " " + answer.problem();
                Optional<Duration> asked = answer.retryAfter(Instant.now());
                if (!retry.isSpent(failures) && asked.isPresent()) {
                    retry.pause(asked.get());
                    continue;
                }
            } catch (IOException e) {
                problem = String.valueOf(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
            }
            if (retry.isSpent(failures)) {
                throw new CommandFailedException(
                        BuildOutcome.SYSTEM_FAILED, "image-builder at " + server + " can't be asked: " + problem);
            }
            if (failures == 1) {
                progress.accept("image-builder at " + server + " can't be asked, trying again: " + problem);
            }
            retry.pause(failures);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server + path))
                .header("Authorization", "Bearer " + token.value())
                .header("Accept", "application/json");
    }

    private JsonNode good(Answer answer) {
        if (!answer.isGood()) {
            throw new CommandFailedException(outcome(answer.status()), sentence(answer));
        }
        if (answer.body().length > 0 && !answer.json().isObject()) {
            throw new CommandFailedException(
                    BuildOutcome.INVALID,
                    server + " answered with " + answer.contentType()
                            + ", not with JSON: is this image-builder's address, or does a proxy ask for a login?");
        }
        return answer.json();
    }

    private static BuildOutcome outcome(int status) {
        return status == 401 || status == 403 ? BuildOutcome.NOT_ALLOWED : BuildOutcome.INVALID;
    }

    private String sentence(Answer answer) {
        String problem = answer.problem();
        if (List.of(400, 401, 403, 409, 413, 422).contains(answer.status())
                && !answer.code().isEmpty()) {
            // The service's own words are whole sentences.
            return problem;
        }
        return switch (answer.status()) {
            case 401 -> "the token was not accepted: " + problem;
            case 403 -> "not allowed: " + problem;
            case 404 -> "not found at " + server + ": " + problem + "; is it image-builder's address?";
            case 409 -> "another request stands in the way: " + problem;
            case 413 -> "too large: " + problem;
            case 400, 422 -> "the request is not valid: " + problem;
            case 301, 302, 303, 307, 308 ->
                server + " sends elsewhere, to "
                        + answer.headers().firstValue("Location").orElse("nowhere")
                        + ": name that address instead, if it is image-builder's";
            default -> server + " answered with " + answer.status() + ": " + problem;
        };
    }
}
