package dev.ondes.gitlab;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a payload that is no JSON as a whole (cut off, or with a text beyond what a parser takes) up to what is needed to fail
 * its job at GitLab, which stands at its begin.
 */
final class PayloadBegin {
    private PayloadBegin() {}

    /** Null where what is needed stands behind the fault, or nowhere. */
    static @Nullable JobCredentials credentials(byte[] payload) {
        try (JsonParser json = Json.parser(payload)) {
            return json.nextToken() == JsonToken.START_OBJECT ? members(json) : null;
        } catch (IOException e) {
            return null;
        }
    }

    private static @Nullable JobCredentials members(JsonParser json) throws IOException {
        long id = 0;
        String token = "";
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            if (name.equals("id") && value == JsonToken.VALUE_NUMBER_INT) {
                id = json.getLongValue();
            } else if (name.equals("token") && value == JsonToken.VALUE_STRING) {
                token = json.getText();
            } else {
                json.skipChildren();
            }
            if (id > 0 && !token.isEmpty()) {
                return new JobCredentials(id, new Secret(token));
            }
        }
        return null;
    }
}
