package dev.ondes.gitlab;

import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * One request to be sent, as often as needed.
 *
 * @param path below {@code /api/v4}, with its query
 * @param tokenHeader name of the header that carries {@code token}
 * @param handler gathers the answer; none but small ones are held in memory
 * @param limit from the first byte sent to the last one received
 * @param toStorage whether GitLab may send us on to an object storage, which then must not see the token
 */
record Call(
        String method,
        String path,
        String tokenHeader,
        Secret token,
        Map<String, String> headers,
        BodyPublisher body,
        BodyHandler<byte[]> handler,
        Duration limit,
        boolean toStorage) {

    /** Far above any job's payload; a broken server must not fill our memory. */
    private static final long LARGEST_ANSWER = 64L << 20;

    Call {
        headers = Map.copyOf(headers);
        // The JDK would refuse it as well, but quote it.
        if (!token.reveal().chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException(
                    "a token has none but printable ASCII characters; does it end with a line break?");
        }
    }

    static Call ofRunner(String method, String path, Secret token, byte[] json, Duration limit) {
        return of(method, path, "RUNNER-TOKEN", token, "application/json", BodyPublishers.ofByteArray(json), limit)
                .with("Accept", "application/json");
    }

    static Call ofOwner(String method, String path, Secret accessToken, Duration limit) {
        return of(method, path, "PRIVATE-TOKEN", accessToken, "application/json", BodyPublishers.noBody(), limit);
    }

    static Call ofJob(String method, String path, JobCredentials job, String type, BodyPublisher body, Duration limit) {
        return of(method, "/jobs/" + job.id() + path, "JOB-TOKEN", job.token(), type, body, limit);
    }

    /** A GET whose answer goes where {@code handler} puts it. */
    static Call download(String path, JobCredentials job, BodyHandler<byte[]> handler, Duration limit) {
        return new Call(
                "GET",
                "/jobs/" + job.id() + path,
                "JOB-TOKEN",
                job.token(),
                Map.of(),
                BodyPublishers.noBody(),
                handler,
                limit,
                true);
    }

    static BodyHandler<byte[]> inMemory() {
        return BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST_ANSWER);
    }

    private static Call of(
            String method,
            String path,
            String tokenHeader,
            Secret token,
            String type,
            BodyPublisher body,
            Duration limit) {
        return new Call(method, path, tokenHeader, token, Map.of("Content-Type", type), body, inMemory(), limit, false);
    }

    Call with(String header, String value) {
        var more = new HashMap<>(headers);
        more.put(header, value);
        return new Call(method, path, tokenHeader, token, more, body, handler, limit, toStorage);
    }

    /** The call for people; a query says nothing and is left out. */
    @Override
    public String toString() {
        int query = path.indexOf('?');
        return method + " " + (query < 0 ? path : path.substring(0, query));
    }
}
