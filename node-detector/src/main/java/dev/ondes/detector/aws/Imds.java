package dev.ondes.detector.aws;

import dev.ondes.detector.http.Answer;
import dev.ondes.detector.http.Connection;
import dev.ondes.detector.http.Endpoint;
import dev.ondes.detector.http.Request;
import dev.ondes.detector.watch.MetadataCalls;
import dev.ondes.detector.watch.MetadataException;
import dev.ondes.detector.watch.MetadataException.Trouble;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * IMDSv2: the session token, shared by all monitors, and paths. Never version 1. Thread-safe; each caller brings its own
 * connection.
 */
final class Imds {
    private static final String TOKEN_PATH = "/latest/api/token";
    /** The longest that is allowed. */
    private static final Duration TTL = Duration.ofHours(6);
    /** A new token is asked for so long before the old one ends. */
    private static final Duration RENEWAL = Duration.ofMinutes(5);

    private record Token(String text, Instant renewAt) {}

    private final Endpoint endpoint;
    private final Clock clock;
    private @Nullable Token token;

    Imds(Endpoint endpoint, Clock clock) {
        this.endpoint = endpoint;
        this.clock = clock;
    }

    Connection connection() {
        return new Connection(endpoint);
    }

    /**
     * The text of an item; empty where there is none (404), which is the ordinary case. A token that is refused is renewed
     * and the item asked for once more.
     */
    Optional<String> get(Connection connection, String path, Duration limit) throws MetadataException {
        String used = token(connection, limit);
        Answer answer = ask(connection, path, used, limit);
        if (answer.status() == 401) {
            forget(used);
            answer = ask(connection, path, token(connection, limit), limit);
        }
        return switch (answer.status()) {
            case 200 -> Optional.of(answer.text());
            case 404 -> Optional.empty();
            case 403 ->
                throw new MetadataException(
                        Trouble.REFUSED,
                        "GET " + path
                                + ": answered with status 403: the instance metadata service is turned off for this"
                                + " instance (HttpEndpoint), or the path isn't allowed");
            default -> throw MetadataException.ofStatus(answer.status(), "GET " + path);
        };
    }

    private static Answer ask(Connection connection, String path, String token, Duration limit)
            throws MetadataException {
        return MetadataCalls.send(connection, Request.get(path).with("X-aws-ec2-metadata-token", token), limit);
    }

    private synchronized String token(Connection connection, Duration limit) throws MetadataException {
        Token held = token;
        if (held != null && clock.instant().isBefore(held.renewAt())) {
            return held.text();
        }
        Answer answer = askToken(connection, limit);
        if (answer.status() == 403) {
            throw new MetadataException(
                    Trouble.REFUSED,
                    "PUT " + TOKEN_PATH
                            + ": answered with status 403: the instance metadata service is turned off for this"
                            + " instance (HttpEndpoint), or a proxy stands between");
        }
        String text = answer.text().strip();
        if (answer.status() != 200 || text.isEmpty() || text.startsWith("<")) {
            throw MetadataException.ofStatus(answer.status(), "PUT " + TOKEN_PATH);
        }
        token = new Token(text, clock.instant().plus(TTL).minus(RENEWAL));
        return text;
    }

    private static Answer askToken(Connection connection, Duration limit) throws MetadataException {
        Request request =
                Request.put(TOKEN_PATH).with("X-aws-ec2-metadata-token-ttl-seconds", Long.toString(TTL.toSeconds()));
        try {
            return MetadataCalls.send(connection, request, limit);
        } catch (MetadataException e) {
            if (e.trouble() != Trouble.SILENT) {
                throw e;
            }
            throw new MetadataException(
                    Trouble.SILENT,
                    e.getMessage()
                            + ". Where this lasts, the answer's hop limit may be 1 and this pod not in the host's"
                            + " network: set hostNetwork: true, or the instance's HttpPutResponseHopLimit to 2");
        }
    }

    /** A token that was refused; unless somebody else has renewed it already. */
    private synchronized void forget(String refused) {
        Token held = token;
        if (held != null && held.text().equals(refused)) {
            token = null;
        }
    }
}
