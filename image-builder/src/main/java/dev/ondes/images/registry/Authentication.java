package dev.ondes.images.registry;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Shows registries who we are, in the way that each asks for. Tokens are kept until shortly before they expire, for the credentials
 * they were given for. Thread-safe.
 */
final class Authentication {
    private static final Duration EARLY = Duration.ofSeconds(10);

    /** Sends a request; what {@link RegistryHttp} does without authentication. */
    @FunctionalInterface
    interface Sender {
        HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException;
    }

    private record Key(Repository repository, Access access, Credentials credentials) {}

    private final Sender sender;
    private final RegistrySettings settings;
    private final Clock clock;
    private final Map<Key, Answers.Token> tokens = new ConcurrentHashMap<>();

    Authentication(Sender sender, RegistrySettings settings, Clock clock) {
        this.sender = sender;
        this.settings = settings;
        this.clock = clock;
    }

    /** The header to begin with, or null to be asked for one. */
    @Nullable
    String known(Repository repository, Access access, Credentials credentials) {
        if (credentials instanceof Credentials.RegistryToken(String token)) {
            return "Bearer " + token;
        }
        Instant now = clock.instant();
        tokens.values().removeIf(token -> token.expiresAt().minus(EARLY).isBefore(now));
        Answers.Token token = tokens.get(new Key(repository, access, credentials));
        return token == null ? null : "Bearer " + token.text();
    }

    /**
     * The header that a refusal asks for.
     *
     * @return null where we have nothing to show
     * @throws RegistryException when the registry's token service refuses us
     */
    @Nullable
    String answer(HttpResponse<byte[]> refused, Repository repository, Access access, Credentials credentials)
            throws IOException, InterruptedException {
        Optional<Challenge> challenge = Challenge.read(refused.headers().allValues("WWW-Authenticate"));
        if (challenge.isEmpty()) {
            return null;
        }
        return switch (challenge.get()) {
            case Challenge.Basic _ -> credentials instanceof Credentials.Basic basic ? basic.header() : null;
            case Challenge.Bearer bearer -> {
                Answers.Token token = token(bearer, repository, access, credentials);
                tokens.put(new Key(repository, access, credentials), token);
                yield "Bearer " + token.text();
            }
        };
    }

    private Answers.Token token(Challenge.Bearer bearer, Repository repository, Access access, Credentials credentials)
            throws IOException, InterruptedException {
        URI realm = realm(bearer, repository);
        String scope = "repository:" + repository.path() + ":" + access.actions();
        HttpRequest.Builder request = HttpRequest.newBuilder();
        if (credentials instanceof Credentials.IdentityToken(String token)) {
            request.uri(realm)
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(form(Map.of(
                            "grant_type",
                            "refresh_token",
                            "service",
                            bearer.service(),
                            "client_id",
                            "ondes",
                            "scope",
                            scope,
                            "refresh_token",
                            token))));
        } else {
            String query = form(Map.of("service", bearer.service(), "scope", scope));
            request.uri(URI.create(realm + (realm.getRawQuery() == null ? "?" : "&") + query));
            if (credentials instanceof Credentials.Basic basic) {
                request.header("Authorization", basic.header());
            }
        }
        HttpResponse<byte[]> answer = sender.send(request.build());
        if (answer.statusCode() != 200) {
            throw Answers.refusal(answer, "a token for " + repository, clock);
        }
        Answers.Token token = Answers.token(answer.body(), clock.instant());
        if (token == null) {
            throw new RegistryException(RegistryReason.BROKEN, "its token service gave no token");
        }
        return token;
    }

    /** Credentials never go over a plain connection because a registry says so. */
    private URI realm(Challenge.Bearer bearer, Repository repository) {
        URI realm;
        try {
            realm = URI.create(bearer.realm());
        } catch (IllegalArgumentException e) {
            throw new RegistryException(RegistryReason.BROKEN, "its token service has no address");
        }
        boolean secure = "https".equals(realm.getScheme());
        if (realm.getHost() == null || (!secure && !settings.isPlain(repository.host()))) {
            throw new RegistryException(RegistryReason.REFUSED, "its token service is not reached by https: " + realm);
        }
        return realm;
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .filter(field -> !field.getValue().isEmpty())
                .map(field -> List.of(field.getKey(), URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8)))
                .map(pair -> String.join("=", pair))
                .reduce((left, right) -> left + "&" + right)
                .orElse("");
    }
}
