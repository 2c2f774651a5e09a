package dev.ondes.cli.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.ondes.contracts.retry.Durations;
import dev.ondes.contracts.retry.RetryAfter;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What a server said. */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares answers.
public record Answer(int status, HttpHeaders headers, byte[] body) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);

    public boolean isGood() {
        return status >= 200 && status < 300;
    }

    /** It may pass by itself. */
    public boolean isPassing() {
        return status == 429 || status >= 500;
    }

    /** The body; a missing node for what is no JSON. */
    public JsonNode json() {
        try {
            JsonNode tree = JSON.readTree(body);
            return tree == null ? MissingNode.getInstance() : tree;
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    String contentType() {
        return headers.firstValue("Content-Type").orElse("nothing").split(";", 2)[0];
    }

    /** How long the server asks us to wait, within reason. */
    Optional<Duration> retryAfter(Instant now) {
        return headers.firstValue("Retry-After")
                .flatMap(value -> RetryAfter.read(value, now))
                .map(wait -> Durations.shorter(wait, LONGEST_WAIT));
    }

    /** The word for programs in a problem document of image-builder's own; empty where the answer is none. */
    public String code() {
        return json().path("code").asText();
    }

    /** What a problem document says, or the first words of what isn't one. */
    public String problem() {
        JsonNode problem = json();
        String title = problem.path("title").asText();
        String detail = problem.path("detail").asText();
        if (title.isEmpty() && detail.isEmpty()) {
            String text =
                    new String(body, UTF_8).replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
            return text.substring(0, Math.min(text.length(), 120));
        }
        if (title.isEmpty() || detail.isEmpty() || title.equals(detail)) {
            return title.isEmpty() ? detail : title;
        }
        return title + ": " + detail;
    }
}
