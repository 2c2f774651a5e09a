package dev.ondes.playground.gitlab.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that goes wrong with the next calls of a kind.
 *
 * @param path only with calls whose path holds this; empty for all
 * @param skip so many calls go well before
 * @param times so many calls go wrong then
 */
public record Fault(Call call, String path, int skip, int times, Act act) {
    /** What goes wrong. */
    public sealed interface Act {
        /** Answers so, and doesn't process the call. */
        record Answer(int status, String contentType, String body, Map<String, String> headers) implements Act {}

        /** The connection is cut; the call was not processed. */
        record DropBefore() implements Act {}

        /** The call is processed, and the answer gets lost. */
        record DropAfter() implements Act {}

        /** The call is processed later. */
        record Delay(Duration by) implements Act {}

        /**
         * Of the body only what reaches to the next multiple of so many bytes, counted by its {@code Content-Range}, is processed, and the
         * answer is 500: as where GitLab's store fails between two chunks of a log.
         */
        record CutBody(int chunk) implements Act {}

        /** The answer's JSON is changed by a JSON merge patch: fields are missing, or nobody knows them. */
        record PatchAnswer(JsonNode patch) implements Act {}
    }

    public static Fault next(Call call, int times, Act act) {
        return new Fault(call, "", 0, times, act);
    }

    /** Only with calls whose path holds this. */
    public Fault at(String part) {
        return new Fault(call, part, skip, times, act);
    }

    /** So many calls go well first. */
    public Fault after(int calls) {
        return new Fault(call, path, calls, times, act);
    }

    public static Act status(int status) {
        return new Act.Answer(status, "application/json", "{\"message\":\"%d ordered\"}".formatted(status), Map.of());
    }

    /** A page of some proxy in place of JSON. */
    public static Act html(int status) {
        return new Act.Answer(
                status,
                "text/html; charset=utf-8",
                "<!DOCTYPE html><html><body><h1>%d</h1><p>GitLab is not responding</p></body></html>".formatted(status),
                Map.of());
    }

    /**
     * From JSON: {@code call}, {@code times} (1), {@code skip} (0), {@code path}, and one of {@code status} (with
     * {@code html}, {@code body}, {@code headers}), {@code drop} (before or after), {@code delay} (ISO-8601), {@code cut} (bytes),
     * {@code patch}.
     */
    static Fault parse(JsonNode json) {
        Act act = act(json);
        if (act == null) {
            throw HttpError.error(400, "One of status, drop, delay, cut, patch is needed");
        }
        return new Fault(
                Call.named(json.path("call").asText()),
                json.path("path").asText(),
                json.path("skip").asInt(0),
                json.path("times").asInt(1),
                act);
    }

    private static @Nullable Act act(JsonNode json) {
        if (json.has("status")) {
            var headers = new LinkedHashMap<String, String>();
            json.path("headers")
                    .properties()
                    .forEach(header ->
                            headers.put(header.getKey(), header.getValue().asText()));
            int status = json.path("status").asInt();
            var plain = (Act.Answer) (json.path("html").asBoolean() ? html(status) : status(status));
            return new Act.Answer(
                    status, plain.contentType(), json.path("body").asText(plain.body()), Map.copyOf(headers));
        }
        if (json.has("cut")) {
            return new Act.CutBody(json.path("cut").asInt());
        }
        return switch (json.path("drop").asText()) {
            case "before" -> new Act.DropBefore();
            case "after" -> new Act.DropAfter();
            default ->
                json.has("delay")
                        ? new Act.Delay(Duration.parse(json.path("delay").asText()))
                        : json.has("patch") ? new Act.PatchAnswer(json.path("patch")) : null;
        };
    }
}
