package dev.ondes.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ondes.authorities.testing.PrivateAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A Vault as jobs know it, with its errors in its own words: logins by JSON Web Tokens for roles, tokens that may read some paths, KV
 * of both versions, namespaces, seals, standbys, and OpenBao's inline authentication. All state is guarded by the object's own lock.
 */
final class FakeVault implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LOGIN = "auth/jwt/login";
    private static final String INLINE = "X-Vault-Inline-Auth-";

    private record Role(String jwt, Set<String> readable) {}

    private static final class Token {
        final Role role;
        int usesLeft;

        Token(Role role, int uses) {
            this.role = role;
            this.usesLeft = uses;
        }
    }

    /** Ends a request with an error. */
    private static final class Refusal extends Exception {
        private static final long serialVersionUID = 1L;
        final int status;
        final transient @Nullable JsonNode body;

        Refusal(int status, String error) {
            this(status, error.isEmpty() ? "{\"errors\":[]}" : null, error);
        }

        private Refusal(int status, @Nullable String body, String error) {
            this.status = status;
            this.body = body == null
                    ? JSON.createObjectNode()
                            .set("errors", JSON.createArrayNode().add(error))
                    : json(body);
        }

        static Refusal with(int status, String body) {
            return new Refusal(status, body, "");
        }
    }

    private final HttpServer server;
    private final boolean tls;
    private final Map<String, Role> roles = new HashMap<>();
    private final Map<String, Token> tokens = new HashMap<>();
    private final Map<String, JsonNode> secrets = new HashMap<>();
    private final Map<String, Integer> made = new HashMap<>();
    private final Set<String> deleted = new HashSet<>();
    private final List<String> seen = new ArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private int sealedFor;
    private int withoutKeysFor;
    private int uses = Integer.MAX_VALUE;
    private String namespace = "";
    private @Nullable URI active;
    private boolean hanging;
    private @Nullable String page;
    private @Nullable String refusal;

    FakeVault() throws IOException {
        this(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0), false);
    }

    /** By HTTPS, with a certificate that nobody trusts but who was told. */
    FakeVault(PrivateAuthority certificate) throws IOException {
        this(certificate.https(), true);
    }

    private FakeVault(HttpServer server, boolean tls) {
        this.server = server;
        this.tls = tls;
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v1/", this::handle);
        server.start();
    }

    URI url() {
        return URI.create(
                (tls ? "https" : "http") + "://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Who comes with this token and role may read these paths. */
    synchronized FakeVault role(String name, String jwt, String... readable) {
        roles.put(name, new Role(jwt, Set.of(readable)));
        return this;
    }

    /** Fields of a secret at a whole path, which has {@code /data/} in it where its engine keeps versions. */
    synchronized FakeVault secret(String path, String fields) {
        secrets.put(path, json(fields));
        return this;
    }

    /** Each read of it makes a user and a password, which go with each other and with no others. */
    synchronized FakeVault dynamic(String path) {
        made.put(path, 0);
        return this;
    }

    /** As {@code vault kv delete}: the version is there, and its fields are not. */
    synchronized void delete(String path) {
        deleted.add(path);
    }

    /** The next requests find it sealed. */
    synchronized void sealFor(int requests) {
        sealedFor = requests;
    }

    /** For the next logins it can't ask GitLab for the keys of its tokens. */
    synchronized void withoutKeysFor(int logins) {
        withoutKeysFor = logins;
    }

    /** As of a role's {@code token_num_uses}. */
    synchronized void tokensAreGoodFor(int reads) {
        uses = reads;
    }

    /** All is in this namespace, and nothing in the root's. */
    synchronized void namespace(String name) {
        namespace = name;
    }

    /** This one stands by, without passing requests on. */
    synchronized void standbyOf(FakeVault other) {
        active = other.url();
    }

    /** Its turn has come. */
    synchronized void isActive() {
        active = null;
    }

    synchronized void hang() {
        hanging = true;
    }

    /** Something else answers in its place. */
    synchronized void answerWith(String html) {
        page = html;
    }

    /** Nobody gets in, and is told so. */
    synchronized void refuseLoginsWith(String words) {
        refusal = words;
    }

    /** Method and path of each request. */
    synchronized List<String> seen() {
        return List.copyOf(seen);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath().substring("/v1/".length());
        JsonNode body = json(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        if (hangs()) {
            awaitClose();
        }
        int status = 200;
        JsonNode answer;
        try {
            answer = answer(exchange, path, body);
        } catch (Refusal refusal) {
            status = refusal.status;
            answer = refusal.body;
        }
        String other = page();
        byte[] bytes = (other == null ? String.valueOf(answer) : other).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", other == null ? "application/json" : "text/html");
        exchange.sendResponseHeaders(other == null ? status : 404, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private synchronized boolean hangs() {
        return hanging;
    }

    private synchronized @Nullable String page() {
        return page;
    }

    private void awaitClose() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private synchronized JsonNode answer(HttpExchange exchange, String path, JsonNode body) throws Refusal {
        seen.add(exchange.getRequestMethod() + " " + path);
        if (sealedFor > 0) {
            sealedFor--;
            throw new Refusal(503, "Vault is sealed");
        }
        if (active != null) {
            exchange.getResponseHeaders()
                    .set("Location", active + exchange.getRequestURI().toString());
            throw Refusal.with(307, "{}");
        }
        String wanted = exchange.getRequestHeaders().getFirst("X-Vault-Namespace");
        if (!namespace.equals(wanted == null ? "" : wanted)) {
            throw new Refusal(404, "namespace not found");
        }
        if (exchange.getRequestMethod().equals("PUT")) {
            return login(path, body);
        }
        return read(path, reader(exchange));
    }

    private JsonNode login(String path, JsonNode body) throws Refusal {
        Role role = role(path, body.path("jwt").asText(), body.path("role").asText("default"));
        String token = "hvs.token-" + tokens.size();
        tokens.put(token, new Token(role, uses));
        ObjectNode answer = JSON.createObjectNode().putNull("data");
        answer.putObject("auth").put("client_token", token).put("lease_duration", 60);
        return answer;
    }

    private Role role(String path, String jwt, String name) throws Refusal {
        if (!path.equals(LOGIN)) {
            throw new Refusal(403, "permission denied");
        }
        if (refusal != null) {
            throw new Refusal(400, refusal);
        }
        Role role = roles.get(name);
        if (role == null) {
            throw new Refusal(400, "role \"" + name + "\" could not be found");
        }
        if (withoutKeysFor > 0) {
            withoutKeysFor--;
            throw new Refusal(400, "error validating token: fetching keys oidc: get keys failed: 502 Bad Gateway");
        }
        if (!role.jwt().equals(jwt)) {
            throw new Refusal(
                    400,
                    "error validating token: invalid audience (aud) claim: audience claim does not match any"
                            + " expected audience");
        }
        return role;
    }

    private Role reader(HttpExchange exchange) throws Refusal {
        String inline = exchange.getRequestHeaders().getFirst(INLINE + "Path");
        if (inline != null) {
            try {
                return role(inline, parameter(exchange, "jwt"), parameter(exchange, "role"));
            } catch (Refusal refusal) {
                exchange.getResponseHeaders().set(INLINE + "Failed", "true");
                throw refusal;
            }
        }
        Token token = tokens.get(String.valueOf(exchange.getRequestHeaders().getFirst("X-Vault-Token")));
        if (token == null || token.usesLeft-- <= 0) {
            throw new Refusal(403, "2 errors occurred:\n\t* permission denied\n\t* invalid token\n\n");
        }
        return token.role;
    }

    private static String parameter(HttpExchange exchange, String key) {
        String header = exchange.getRequestHeaders().getFirst(INLINE + "Parameter-" + key);
        JsonNode parameter = json(new String(Base64.getUrlDecoder().decode(header), StandardCharsets.UTF_8));
        return parameter.path("key").asText().equals(key)
                ? parameter.path("value").asText()
                : "";
    }

    private JsonNode read(String path, Role role) throws Refusal {
        if (!role.readable().contains(path)) {
            throw new Refusal(403, "1 error occurred:\n\t* permission denied\n\n");
        }
        boolean versions = path.contains("/data/");
        if (deleted.contains(path)) {
            throw Refusal.with(404, """
                    {"data": {"data": null, "metadata": {"deletion_time": "2026-01-01T00:00:00Z", "version": 2}}}
                    """);
        }
        JsonNode fields = made.containsKey(path) ? newUser(path) : secrets.get(path);
        if (fields == null) {
            throw new Refusal(404, "");
        }
        ObjectNode answer = JSON.createObjectNode().put("lease_duration", 0).putNull("auth");
        if (versions) {
            answer.putObject("data").set("data", fields);
        } else {
            answer.set("data", fields);
        }
        return answer;
    }

    private JsonNode newUser(String path) {
        int number = made.merge(path, 1, Integer::sum);
        return JSON.createObjectNode().put("username", "v-jwt-app-" + number).put("password", "very-secret-" + number);
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }
}
