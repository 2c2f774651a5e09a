package dev.ondes.agent.secrets;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;

/** What a server answered. Its body is a secret. */
record Answer(
        int status,
        HttpHeaders headers,
        @SuppressWarnings("ArrayRecordComponent") byte[] body) {
    private static final int LONGEST_SAID = 300;

    boolean succeeded() {
        return status / 100 == 2;
    }

    /** Whether the same request may be answered otherwise later: also by a server of Vault's kind that stands by, or lags behind. */
    boolean passing() {
        return switch (status) {
            case 408, 412, 425, 429, 472, 473 -> true;
            default -> status >= 500;
        };
    }

    /** The body, or a missing node where it is no JSON. */
    JsonNode json() {
        return json(text());
    }

    static JsonNode json(String text) {
        try {
            return Json.READER.readTree(text);
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /**
     * A server's words about an error as a part of one line. They are cut at a blank: of a value that is yet to be masked, a part
     * would no longer be found.
     */
    static String line(String said) {
        String line = said.strip().replaceAll("[\\s\\p{Cntrl}]+", " ");
        return line.length() <= LONGEST_SAID
                ? line
                : line.substring(0, Math.max(0, line.lastIndexOf(' ', LONGEST_SAID))) + "…";
    }

    /** The status and, behind it, what the server said. */
    String told(String said) {
        String line = line(said);
        return line.isEmpty() ? Integer.toString(status) : status + ": " + line;
    }

    @Override
    public String toString() {
        return "Answer[" + status + "]";
    }

    /** Made for the first job that has a secret: to make it costs more than the whole start of one that has none. */
    private static final class Json {
        /** Numbers stay as they were written. */
        static final ObjectReader READER = new JsonMapper()
                .reader()
                .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .without(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES);
    }
}
