package dev.ondes.images.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Docker's configuration file as far as it holds credentials. A key is a host, or a repository or a group of them, of which the
 * longest that fits counts. Credential helpers are programs, which don't exist here, and are not asked. Immutable.
 */
public final class DockerConfig implements CredentialSource {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Under these Docker keeps the credentials of its Hub. */
    private static final String HUB = "docker.io";

    private final Map<String, Credentials> byKey;

    private DockerConfig(Map<String, Credentials> byKey) {
        this.byKey = Map.copyOf(byKey);
    }

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException without what was read, for it holds secrets
     */
    public static DockerConfig read(byte[] json) {
        Map<String, Credentials> byKey = new HashMap<>();
        JsonNode root = parse(json);
        root.path("auths").properties().forEach(entry -> {
            @Nullable Credentials credentials = credentials(entry.getValue());
            if (credentials != null) {
                byKey.put(normal(entry.getKey()), credentials);
            }
        });
        return new DockerConfig(byKey);
    }

    private static JsonNode parse(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            // Not handed on: Jackson's message quotes what it read.
            throw new IllegalArgumentException("the docker config is not JSON");
        }
    }

    private static @Nullable Credentials credentials(JsonNode node) {
        if (node.hasNonNull("registrytoken")) {
            return new Credentials.RegistryToken(node.path("registrytoken").asText());
        }
        if (node.hasNonNull("identitytoken")
                && !node.path("identitytoken").asText().isEmpty()) {
            return new Credentials.IdentityToken(node.path("identitytoken").asText());
        }
        if (node.hasNonNull("auth") && !node.path("auth").asText().isEmpty()) {
            return pair(node.path("auth").asText());
        }
        return node.hasNonNull("username")
                ? new Credentials.Basic(
                        node.path("username").asText(), node.path("password").asText())
                : null;
    }

    private static Credentials pair(String auth) {
        try {
            String pair = new String(Base64.getDecoder().decode(auth.strip()), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            if (colon > 0) {
                // Docker pads with NUL in some versions.
                return new Credentials.Basic(
                        pair.substring(0, colon), pair.substring(colon + 1).replace("\0", ""));
            }
        } catch (IllegalArgumentException e) {
            // Said below, without the secret.
        }
        throw new IllegalArgumentException("an auth of the docker config is not user:password in Base64");
    }

    private static String normal(String key) {
        String host =
                key.replaceFirst("^https?://", "").replaceFirst("/v[12]/?$", "").replaceFirst("/$", "");
        return host.equals("index.docker.io") || host.equals("registry-1.docker.io") ? HUB : host;
    }

    @Override
    public Credentials find(Repository repository) {
        String name = repository.toString();
        while (true) {
            @Nullable Credentials found = byKey.get(name);
            if (found != null) {
                return found;
            }
            int slash = name.lastIndexOf('/');
            if (slash < 0) {
                return new Credentials.Anonymous();
            }
            name = name.substring(0, slash);
        }
    }

    @Override
    public String toString() {
        return "credentials for " + byKey.keySet();
    }
}
