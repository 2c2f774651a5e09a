package dev.ondes.playground.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ondes.playground.gitlab.http.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A Vault on this machine with one secret, {@code ops/prod/db}, for jobs whose ID token GitLab has signed for {@code vault}. How a
 * Vault refuses is job-agent's to test.
 */
final class SmallVault implements AutoCloseable {
    private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final Map<String, String> secrets = new ConcurrentHashMap<>();
    private final List<String> idTokens = new CopyOnWriteArrayList<>();
    private final URI gitlab;

    /** @param gitlab whose ID tokens are believed */
    SmallVault(URI gitlab, String password) throws IOException {
        this.gitlab = gitlab;
        secrets.put("password", password);
        server.createContext("/v1/auth/jwt/login", exchange -> {
            String token = Json.parse(exchange.getRequestBody().readAllBytes())
                    .path("jwt")
                    .asText();
            boolean good = isGitLabs(token);
            if (good) {
                idTokens.add(token);
            }
            answer(exchange, good, "auth", Json.object().put("client_token", token()));
        });
        server.createContext("/v1/ops/data/prod/db", exchange -> {
            boolean good = token().equals(exchange.getRequestHeaders().getFirst("X-Vault-Token"));
            answer(exchange, good, "data", Json.object().set("data", Json.tree(secrets)));
        });
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** What a login gives. */
    String token() {
        return "hvs.correct-horse-battery-token";
    }

    /** By which jobs logged in. */
    List<String> idTokens() {
        return List.copyOf(idTokens);
    }

    private boolean isGitLabs(String token) throws IOException {
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            JWKSet keys =
                    JWKSet.load(URI.create(gitlab + "/oauth/discovery/keys").toURL());
            var key = keys.getKeyByKeyId(jwt.getHeader().getKeyID());
            return key != null
                    && jwt.verify(new RSASSAVerifier(key.toRSAKey()))
                    && jwt.getJWTClaimsSet().getAudience().equals(List.of("vault"));
        } catch (ParseException | JOSEException e) {
            return false;
        }
    }

    private static void answer(HttpExchange exchange, boolean good, String field, JsonNode value) throws IOException {
        ObjectNode answer = Json.object();
        if (good) {
            answer.set(field, value);
        } else {
            answer.set("errors", Json.array(List.of("permission denied")));
        }
        byte[] bytes = answer.toString().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(good ? 200 : 403, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
