package dev.ondes.gitlab;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The answer to one {@link Call}, read as GitLab means it. */
record Reply(
        Call call,
        int status,
        HttpHeaders headers,
        @SuppressWarnings("ArrayRecordComponent") byte[] body) {
    /** Waits for 429 where GitLab doesn't say how long. */
    private static final Duration DEFAULT_DELAY = Duration.ofSeconds(3);

    private static final int LONGEST_MESSAGE = 300;

    @Nullable
    String header(String name) {
        return headers.firstValue(name).orElse(null);
    }

    /** Whether the same request may well be answered otherwise in a moment. */
    boolean passing() {
        return switch (status) {
            case 408, 429, 500, 502, 503, 504 -> true;
            default -> status >= 512;
        };
    }

    /**
     * Whether it comes from a proxy or a login page rather than from GitLab's API. HTML always does. So does a no in plain
     * text, or without any, as proxies say where they have no way to GitLab: GitLab's API says no in JSON, whatever was asked
     * ({@code format :json} in {@code lib/api/api.rb}).
     */
    boolean foreign() {
        boolean no = status == 401 || status == 403 || status == 404;
        return html() || (no && !type().startsWith("application/json") && header("Job-Status") == null);
    }

    /** The same of a call for artifacts, which GitLab sends on to an object storage: S3 and its like say no in XML. */
    boolean foreignToArtifacts() {
        return foreign() && !type().startsWith("application/xml");
    }

    private boolean html() {
        return type().startsWith("text/html");
    }

    /**
     * How long GitLab asks us to stay away; null where it doesn't.
     *
     * @param clock stands in for the server's where that tells no {@code Date}
     */
    @Nullable
    Duration throttled(Clock clock) {
        Duration told = passing() ? told(clock) : null;
        return told == null && status == 429 ? DEFAULT_DELAY : told;
    }

    private @Nullable Duration told(Clock clock) {
        Instant reset = instant(header("RateLimit-ResetTime"));
        if (reset != null) {
            // By the clock that the time was read from: ours may differ by more than such a wait is long.
            Duration untilReset = Duration.between(date().orElseGet(clock::instant), reset);
            if (untilReset.isPositive()) {
                return untilReset;
            }
        }
        String after = header("Retry-After");
        return after == null ? null : seconds(after);
    }

    /** When the server sent it, by its own clock. */
    Optional<Instant> date() {
        return Optional.ofNullable(instant(header("Date")));
    }

    private static @Nullable Instant instant(@Nullable String date) {
        if (date == null) {
            return null;
        }
        try {
            return Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date));
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** A header's whole seconds; null for anything else, and for what is not above zero. */
    static @Nullable Duration seconds(@Nullable String text) {
        Long seconds = number(text);
        // Nobody means a wait of years; such a number would only overflow later.
        return seconds == null || seconds <= 0 || seconds > Integer.MAX_VALUE ? null : Duration.ofSeconds(seconds);
    }

    static @Nullable Long number(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            return null;
        }
    }

    JsonNode json() throws Json.NoJson {
        return Json.parse(body);
    }

    /** The answer in one line for people, without any secret. */
    String describe() {
        String id = header("X-Request-Id");
        return call + ": " + status + " " + message() + (foreign() ? ", so not from GitLab's API" : "")
                + (id == null ? "" : " (correlation id " + clean(id, 64) + ")");
    }

    /** What GitLab says about it in {@code message} or {@code error}, or what stands in place of that. */
    String message() {
        if (html()) {
            return "HTML in place of JSON";
        }
        String location = header("Location");
        if (status / 100 == 3 && location != null) {
            return "redirect to another address; is GitLab's URL the right one?";
        }
        if (body.length == 0) {
            return "without a text";
        }
        if (foreign()) {
            return inPlaceOfJson();
        }
        try {
            JsonNode json = json();
            JsonNode said = json.hasNonNull("message") ? json.get("message") : json.path("error");
            if (said.isMissingNode()) {
                return "without a message";
            }
            return clean(said.isTextual() ? said.textValue() : said.toString(), LONGEST_MESSAGE);
        } catch (Json.NoJson e) {
            return inPlaceOfJson();
        }
    }

    private String inPlaceOfJson() {
        return type().isEmpty() ? "without JSON" : "with " + clean(type(), 64) + " in place of JSON";
    }

    /** One printable line that doesn't repeat the token, even where the other side does. */
    private String clean(String text, int length) {
        String token = call.token().reveal();
        String masked = token.isEmpty() ? text : text.replace(token, "***");
        var line = new StringBuilder();
        for (int i = 0; i < Math.min(masked.length(), length); i++) {
            char c = masked.charAt(i);
            line.append(Character.isISOControl(c) ? ' ' : c);
        }
        return line.toString();
    }

    private String type() {
        String type = header("Content-Type");
        return type == null ? "" : type.strip().toLowerCase(Locale.ROOT);
    }
}
