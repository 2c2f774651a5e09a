package dev.ondes.detector.watch;

import dev.ondes.detector.http.Answer;
import dev.ondes.detector.http.Connection;
import dev.ondes.detector.http.Request;
import dev.ondes.detector.watch.MetadataException.Trouble;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** Requests to metadata services, with their network troubles told apart. */
public final class MetadataCalls {
    private MetadataCalls() {}

    public static Answer send(Connection connection, Request request, Duration limit) throws MetadataException {
        try {
            return connection.send(request, limit);
        } catch (SocketTimeoutException e) {
            // Connecting has the same exception: then nobody is there.
            boolean opened = e.getMessage() == null
                    || !e.getMessage().toLowerCase(java.util.Locale.ROOT).contains("connect");
            throw new MetadataException(
                    opened ? Trouble.SILENT : Trouble.UNREACHABLE,
                    request + ": no answer in " + limit.toMillis() + " ms");
        } catch (IOException e) {
            throw new MetadataException(Trouble.UNREACHABLE, request + ": " + e.getMessage());
        }
    }
}
