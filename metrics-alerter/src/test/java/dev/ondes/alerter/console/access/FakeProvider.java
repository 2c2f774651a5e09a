package dev.ondes.alerter.console.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ondes.authorities.Authorities;
import dev.ondes.authorities.testing.PrivateAuthority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * An OpenID provider as GitLab is one: who is asked for by {@link #person} is let in without a question. It holds on to the code flow's
 * rules: a code counts once, with the verifier of its challenge, and for its client alone. ID tokens last two minutes.
 */
public final class FakeProvider implements AutoCloseable {
    public static final String CLIENT = "ondes-console";
    public static final String SECRET = "short secret";
    /** One for all: to find its primes takes longer than most tests. */
    private static final RSAKey KEY = key();

    private record Code(Map<String, String> asked, Person person) {}

    /** Who logs in. */
    public record Person(String name, List<String> groups) {}

    private final HttpServer server;
    private final Optional<PrivateAuthority> authority;
    private final Map<String, Code> codes = new ConcurrentHashMap<>();
    private volatile boolean detour;
    private volatile Person person = new Person("nobody", List.of());

    private static RSAKey key() {
        try {
            return new RSAKeyGenerator(2048).keyID("one").generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    public FakeProvider() {
        this(Optional.empty());
    }

    /** By HTTPS, with a certificate of an authority that nobody knows. */
    public FakeProvider(PrivateAuthority authority) {
        this(Optional.of(authority));
    }

    private FakeProvider(Optional<PrivateAuthority> authority) {
        this.authority = authority;
        try {
            server = authority.isPresent()
                    ? authority.get().https()
                    : HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/.well-known/openid-configuration", this::discovery);
        server.createContext("/keys", exchange -> json(exchange, 200, new JWKSet(KEY.toPublicJWK()).toString()));
        server.createContext("/authorize", this::authorize);
        server.createContext("/token", this::token);
        server.start();
    }

    public String issuer() {
        return (authority.isPresent() ? "https" : "http") + "://127.0.0.1:"
                + server.getAddress().getPort();
    }

    /** Whom people's browsers must believe to come here. */
    public Authorities authorities() {
        return Authorities.of("ca-file", authority.map(PrivateAuthority::pem));
    }

    /** From now on it is them who log in. */
    public void person(Person next) {
        person = next;
    }

    /** From now on people are asked who they are at another address, as where a company has one place for that. */
    public void asksElsewhere() {
        detour = true;
    }

    private void discovery(HttpExchange exchange) throws IOException {
        json(exchange, 200, """
                {"issuer": "%1$s", "authorization_endpoint": "%1$s/authorize", "token_endpoint": "%1$s/token", "jwks_uri": "%1$s/keys"}
                """.formatted(issuer()));
    }

    private void authorize(HttpExchange exchange) throws IOException {
        if (detour && exchange.getRequestHeaders().getFirst("Host").startsWith("127.")) {
            exchange.getResponseHeaders()
                    .add("Location", "http://localhost:" + server.getAddress().getPort() + exchange.getRequestURI());
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
            return;
        }
        Map<String, String> asked = form(exchange.getRequestURI().getRawQuery());
        String code = UUID.randomUUID().toString();
        codes.put(code, new Code(asked, person));
        exchange.getResponseHeaders()
                .add("Location", asked.get("redirect_uri") + "?code=" + code + "&state=" + asked.get("state"));
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    private void token(HttpExchange exchange) throws IOException {
        Map<String, String> given = form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        Code code = codes.remove(given.getOrDefault("code", ""));
        String client =
                "Basic " + Base64.getEncoder().encodeToString((CLIENT + ":" + SECRET).getBytes(StandardCharsets.UTF_8));
        if (code == null
                || !client.equals(exchange.getRequestHeaders().getFirst("Authorization"))
                || !challenge(given.getOrDefault("code_verifier", ""))
                        .equals(code.asked().get("code_challenge"))) {
            json(exchange, 400, "{\"error\": \"invalid_grant\"}");
            return;
        }
        json(exchange, 200, """
                {"access_token": "opaque", "token_type": "Bearer", "expires_in": 7200, "refresh_token": "again", "id_token": "%s"}
                """.formatted(idToken(code)));
    }

    private String idToken(Code code) {
        try {
            Instant now = Instant.now();
            var token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256)
                            .keyID(KEY.getKeyID())
                            .build(),
                    new JWTClaimsSet.Builder()
                            .issuer(issuer())
                            .subject("17")
                            .audience(CLIENT)
                            .issueTime(Date.from(now))
                            .expirationTime(Date.from(now.plusSeconds(120)))
                            .claim("nonce", code.asked().get("nonce"))
                            .claim("email", code.person().name() + "@example.com")
                            .claim("preferred_username", code.person().name())
                            .claim("groups_direct", code.person().groups())
                            .build());
            token.sign(new RSASSASigner(KEY));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String challenge(String verifier) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static Map<String, String> form(String text) {
        return Arrays.stream(text.split("&"))
                .map(pair -> pair.split("=", 2))
                .filter(pair -> pair.length == 2)
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }

    static Map<String, String> query(String address) {
        return form(URI.create(address).getRawQuery());
    }

    private static void json(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
