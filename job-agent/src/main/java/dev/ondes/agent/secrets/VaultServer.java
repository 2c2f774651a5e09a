package dev.ondes.agent.secrets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ondes.agent.tries.PassingTroubleException;
import dev.ondes.gitlab.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The part of the HTTP API that Vault and OpenBao have in common: log in, read. A server that stands by sends its callers on to the
 * one that is active, which gets the same request, token included.
 */
final class VaultServer {
    private static final int MOST_REDIRECTS = 3;
    private static final String ROLE_HINT =
            ": check role, path and namespace of the auth method, and that the role expects what 'aud' of the job's ID token says";

    /** Said with 400, though it passes: the server could not ask GitLab for the keys of its tokens. */
    private static final List<String> GITLAB_AWAY = List.of("fetching keys", "configuring token validator");

    private final Web web;
    private final URI url;
    private final String namespace;

    /** @param namespace empty for the root's */
    VaultServer(Web web, URI url, String namespace) throws SecretRefusedException {
        if (!namespace.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new SecretRefusedException("VAULT_NAMESPACE must be printable ASCII without blanks");
        }
        this.web = web;
        this.url = url;
        this.namespace = namespace;
    }

    URI url() {
        return url;
    }

    /** Logs in by a JSON Web Token; returns the server's token. An empty role is the auth method's default. */
    Secret login(Addresses.ServerPath path, Secret jwt, String role) throws IOException {
        ObjectNode login = JsonNodeFactory.instance.objectNode().put("jwt", jwt.reveal());
        if (!role.isEmpty()) {
            login.put("role", role);
        }
        Answer answer = send(request(path, Map.of())
                .PUT(BodyPublishers.ofString(login.toString()))
                .build());
        if (!answer.succeeded()) {
            throw loginRefused(answer, path);
        }
        JsonNode auth = answer.json().path("auth");
        String token = auth.path("client_token").asText("");
        if (token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new SecretRefusedException(shown() + " gave no token for the login at " + path.shown()
                    + ": is it the address of a Vault, and does its auth method want nothing but the ID token?");
        }
        return new Secret(token);
    }

    IOException loginRefused(Answer answer, Addresses.ServerPath path) {
        return refused(answer, "refuses the job's login at " + path.shown(), ROLE_HINT);
    }

    Answer get(Addresses.ServerPath path, Map<String, String> headers) throws IOException {
        return send(request(path, headers).GET().build());
    }

    /**
     * The JSON of a secret that was read.
     *
     * @param hint what the user may do about a refusal
     */
    JsonNode read(Answer answer, Addresses.ServerPath path, String hint) throws IOException {
        if (answer.status() == 404 && answer.json().isObject()) {
            boolean deleted = answer.json().path("data").path("metadata").isObject();
            throw new SecretMissingException(shown() + " has no secret at " + path.shown() + " ("
                    + (deleted ? "its last version is deleted" : answer.told(said(answer)))
                    + "): check path and engine");
        }
        if (!answer.succeeded()) {
            throw refused(answer, "refuses to let the job read " + path.shown(), hint);
        }
        JsonNode json = answer.json();
        if (!json.isObject()) {
            throw new SecretRefusedException(
                    shown() + " answered no JSON for " + path.shown() + ": is it the address of a Vault?");
        }
        return json;
    }

    private IOException refused(Answer answer, String what, String hint) {
        String said = said(answer);
        String told = answer.told(said);
        if (answer.passing() || GITLAB_AWAY.stream().anyMatch(said::contains)) {
            return new PassingTroubleException(shown() + " can't serve the job now (" + told + ")");
        }
        if (!answer.json().isObject()) {
            return new SecretRefusedException(
                    shown() + " answered " + answer.status() + " without JSON: is it the address of a Vault?");
        }
        return new SecretRefusedException(shown() + " " + what + " (" + told + ")" + hint);
    }

    /** Vault's words: why it refuses, or what it warns of. */
    private static String said(Answer answer) {
        List<String> said = new ArrayList<>();
        answer.json().path("errors").forEach(error -> said.add(error.asText()));
        answer.json().path("warnings").forEach(warning -> said.add(warning.asText()));
        return String.join("; ", said);
    }

    private HttpRequest.Builder request(Addresses.ServerPath path, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + "/v1/" + path.encoded()))
                // Vault's agents and proxies may want it, since no browser can be tricked into sending it.
                .header("X-Vault-Request", "true");
        if (!namespace.isEmpty()) {
            request.header("X-Vault-Namespace", namespace);
        }
        headers.forEach(request::header);
        return request;
    }

    private Answer send(HttpRequest request) throws IOException {
        Answer answer = web.send(request);
        for (int redirects = 0; answer.status() / 100 == 3; redirects++) {
            Optional<String> location = answer.headers().firstValue("Location");
            if (location.isEmpty()) {
                break;
            }
            if (redirects == MOST_REDIRECTS) {
                throw new PassingTroubleException(
                        shown() + " sends the job on and on: its servers don't agree now which of them is active");
            }
            URI next = next(request.uri(), location.get());
            request = HttpRequest.newBuilder(request, (_, _) -> true).uri(next).build();
            answer = web.send(request);
        }
        return answer;
    }

    private static URI next(URI from, String location) throws SecretRefusedException {
        URI next;
        try {
            next = from.resolve(location);
        } catch (IllegalArgumentException e) {
            throw new SecretRefusedException(Addresses.shown(from) + " sends the job to what is no address");
        }
        boolean secure = "https".equals(next.getScheme());
        if (next.getHost() == null || !(secure || from.getScheme().equals(next.getScheme()))) {
            throw new SecretRefusedException(
                    Addresses.shown(from) + " sends the job to an address without TLS, where its token must not go");
        }
        return next;
    }

    String shown() {
        return Addresses.shown(url);
    }
}
