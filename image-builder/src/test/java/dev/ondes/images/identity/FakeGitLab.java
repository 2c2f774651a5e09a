package dev.ondes.images.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A GitLab as far as tokens go: signs them, and publishes its keys. */
public final class FakeGitLab implements AutoCloseable {
    public static final String ISSUER = "https://gitlab.example";
    public static final String AUDIENCE = "https://builds.example";
    /** One for all: to find its primes takes longer than most tests. */
    private static final RSAKey FIRST = key("key-1");

    private final HttpServer server;
    private final List<RSAKey> published = new CopyOnWriteArrayList<>();
    private final AtomicInteger fetches = new AtomicInteger();
    private volatile boolean broken;
    private RSAKey signing;

    public FakeGitLab() {
        signing = FIRST;
        published.add(signing);
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        server.createContext("/oauth/discovery/keys", exchange -> {
            fetches.incrementAndGet();
            byte[] body = new JWKSet(List.<JWK>copyOf(published)).toString(true).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(broken ? 503 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    public URI keys() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/oauth/discovery/keys");
    }

    int fetches() {
        return fetches.get();
    }

    void breaks() {
        broken = true;
    }

    /** From now on signs with another key, which is published. */
    void rotates(String id) {
        signing = key(id);
        published.add(signing);
    }

    static RSAKey key(String id) {
        try {
            return new RSAKeyGenerator(2048)
                    .keyID(id)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    /** What a job of {@code acme/app} on its protected main branch gets. */
    public static JWTClaimsSet.Builder claims(Instant now) {
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(AUDIENCE)
                .subject("project_path:acme/app:ref_type:branch:ref:main")
                .issueTime(Date.from(now))
                .notBeforeTime(Date.from(now.minusSeconds(5)))
                .expirationTime(Date.from(now.plusSeconds(3600)))
                .jwtID("jti-1")
                .claim("project_id", "42")
                .claim("project_path", "acme/app")
                .claim("namespace_path", "acme")
                .claim("job_project_id", "42")
                .claim("ref", "main")
                .claim("ref_type", "branch")
                .claim("ref_protected", "true")
                .claim("pipeline_source", "push")
                .claim("pipeline_id", "7")
                .claim("job_id", "70")
                .claim("sha", "a".repeat(40))
                .claim("runner_id", 3);
    }

    public String token(JWTClaimsSet claims) {
        return signed(signing, signing.getKeyID(), claims);
    }

    static String signed(RSAKey key, String keyId, JWTClaimsSet claims) {
        try {
            var header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                    .type(JOSEObjectType.JWT)
                    .keyID(keyId)
                    .build();
            var token = new SignedJWT(header, claims);
            token.sign(new RSASSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    RSAKey signing() {
        return signing;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
