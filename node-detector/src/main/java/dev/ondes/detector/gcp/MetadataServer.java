package dev.ondes.detector.gcp;

import dev.ondes.detector.http.Answer;
import dev.ondes.detector.http.Connection;
import dev.ondes.detector.http.Endpoint;
import dev.ondes.detector.http.Request;
import dev.ondes.detector.watch.MetadataCalls;
import dev.ondes.detector.watch.MetadataException;
import dev.ondes.detector.watch.MetadataException.Trouble;
import java.time.Duration;
import java.util.Optional;

/** Reads keys, at once or when they change. Each caller brings its own connection. */
final class MetadataServer {
    private static final String ROOT = "/computeMetadata/v1/instance/";
    /** How long the server may hold an answer back. */
    private static final Duration WAIT = Duration.ofSeconds(60);

    record Value(String text, String etag) {}

    private final Endpoint endpoint;

    MetadataServer(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    Connection connection() {
        return new Connection(endpoint);
    }

    /** Empty where the key isn't defined. */
    Optional<Value> get(Connection connection, String key, Duration limit) throws MetadataException {
        return send(connection, key, limit);
    }

    /** The value as soon as its tag isn't the given one, or as it is after a minute. */
    Optional<Value> await(Connection connection, String key, String etag, Duration patience) throws MetadataException {
        return send(
                connection,
                key + "?wait_for_change=true&last_etag=" + etag + "&timeout_sec=" + WAIT.toSeconds(),
                WAIT.plus(patience));
    }

    private static Optional<Value> send(Connection connection, String key, Duration limit) throws MetadataException {
        Request request = Request.get(ROOT + key).with("Metadata-Flavor", "Google");
        Answer answer = MetadataCalls.send(connection, request, limit);
        if (!"Google".equals(answer.header("Metadata-Flavor"))) {
            // Only this header tells that it is no other server.
            throw new MetadataException(
                    answer.status() >= 500 || answer.status() == 429 ? Trouble.AILING : Trouble.MALFORMED,
                    request + ": status " + answer.status() + " without Google's header");
        }
        String etag = answer.header("ETag");
        return switch (answer.status()) {
            case 200 -> Optional.of(new Value(answer.text().strip(), etag == null ? "0" : etag));
            case 404 -> Optional.empty();
            default -> throw MetadataException.ofStatus(answer.status(), request.toString());
        };
    }
}
