package dev.ondes.spot.sqs.read;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads single fields; what is missing or of another type is empty. */
final class Fields {
    /** Bare, or at the end of an ARN. */
    private static final Pattern INSTANCE = Pattern.compile("(?:arn:.*:instance/)?(i-[0-9a-f]+)");

    private Fields() {}

    static Optional<String> text(JsonNode json, String field) {
        JsonNode value = json.path(field);
        return value.isTextual() && !value.textValue().isBlank() ? Optional.of(value.textValue()) : Optional.empty();
    }

    static String textOr(JsonNode json, String field, String missing) {
        return text(json, field).orElse(missing);
    }

    static Optional<String> instance(JsonNode json, String field) {
        return text(json, field).flatMap(Fields::instance);
    }

    static Optional<String> instance(String text) {
        Matcher matcher = INSTANCE.matcher(text);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** RFC 3339, as of EventBridge and Auto Scaling, or RFC 1123, as of AWS Health. */
    static @Nullable Instant time(JsonNode json, String field) {
        String text = text(json, field).orElse("");
        try {
            return text.contains(",")
                    ? DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from)
                    : DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from);
        } catch (DateTimeException e) {
            return null;
        }
    }

    static Instant timeOr(JsonNode json, String field, Instant missing) {
        Instant time = time(json, field);
        return time == null ? missing : time;
    }
}
