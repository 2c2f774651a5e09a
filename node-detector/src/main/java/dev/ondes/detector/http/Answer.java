package dev.ondes.detector.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer.
 *
 * @param headers by name in lower case; of a repeated one, the last
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares answers.
public record Answer(int status, Map<String, String> headers, byte[] body) {

    public @Nullable String header(String name) {
        return headers.get(name.toLowerCase(Locale.ROOT));
    }

    public String text() {
        return new String(body, UTF_8);
    }

    boolean leavesConnectionOpen() {
        return !"close".equalsIgnoreCase(headers.get("connection"));
    }
}
