package dev.ondes.scheduler.login;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ondes.gitlab.Secret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A {@code config.json} of docker, as people write it into a variable. What is of no use in it is left out, since jobs run with
 * gitlab-runner that don't need it.
 *
 * @param logins by registry, see {@link RegistryName}
 * @param remarks why something was left out, and what to do: sentences about the file without its values
 */
record DockerConfig(Map<String, Login> logins, List<String> remarks) {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String FORM =
            "{\"auths\": {\"registry.example.com\": {\"auth\": \"base64 of user:password\"}}}";

    /**
     * Reads one, whatever it is.
     *
     * @param source whose it is, for people
     */
    static DockerConfig read(String text, String source) {
        JsonNode config = tree(text);
        if (config == null || !config.isObject()) {
            return new DockerConfig(Map.of(), List.of("is no JSON object; write it as " + FORM));
        }
        Map<String, Login> logins = new LinkedHashMap<>();
        List<String> remarks = new ArrayList<>();
        JsonNode auths = config.path("auths");
        auths.properties().forEach(entry -> {
            String registry = RegistryName.of(entry.getKey());
            Login login = login(entry.getValue(), source);
            if (registry == null) {
                remarks.add("has an entry in auths whose name is no registry; write it as " + FORM);
            } else if (login != null) {
                logins.putIfAbsent(registry, login);
            } else if (!entry.getValue().isEmpty()) {
                remarks.add("has no user and password for " + registry + "; write them as " + FORM);
            }
        });
        if (config.has("credsStore") || config.has("credHelpers")) {
            remarks.add("names programs that keep passwords (credsStore, credHelpers), and there are none where a"
                    + " pod's images are pulled; write the passwords as " + FORM);
        } else if (auths.isEmpty()) {
            remarks.add("has no auths; write it as " + FORM);
        }
        return new DockerConfig(logins, remarks);
    }

    private static @Nullable JsonNode tree(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            // Its text may repeat a piece of the content.
            return null;
        }
    }

    /** Null where kubelets could do nothing with it, as with an {@code identitytoken} alone. */
    private static @Nullable Login login(JsonNode entry, String source) {
        String auth = entry.path("auth").asText().strip();
        if (auth.isEmpty()) {
            return login(entry.path("username").asText(), entry.path("password").asText(), source);
        }
        try {
            String decoded = new String(Base64.getDecoder().decode(auth), StandardCharsets.UTF_8);
            int colon = decoded.indexOf(':');
            return colon < 0 ? null : login(decoded.substring(0, colon), decoded.substring(colon + 1), source);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable Login login(String user, String password, String source) {
        return user.isEmpty() || password.isEmpty() ? null : new Login(user, new Secret(password), source);
    }
}
