package dev.ondes.agent.secrets;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was read already: one answer for all secrets that take a field of it. Some engines make what they give at each read, and a
 * user of one read doesn't go with the password of another.
 */
final class VaultReads {
    private final Map<Read, JsonNode> answers = new HashMap<>();

    private record Read(VaultLogins.Login login, String path) {}

    /** Null where it was not read yet. */
    @Nullable
    JsonNode known(VaultLogins.Login login, Addresses.ServerPath path) {
        return answers.get(new Read(login, path.encoded()));
    }

    void keep(VaultLogins.Login login, Addresses.ServerPath path, JsonNode answer) {
        answers.put(new Read(login, path.encoded()), answer);
    }
}
