package dev.ondes.context.fetch;

import dev.ondes.authorities.Authorities;
import dev.ondes.contracts.build.BuildReason;
import dev.ondes.contracts.retry.Backoff;
import dev.ondes.contracts.retry.Pause;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.random.RandomGenerator;
import javax.net.ssl.HttpsURLConnection;
import org.jspecify.annotations.Nullable;

/**
 * A file in a store, read as one stream however often the connection is lost: it goes on where it stopped, and only with the same
 * file. Not for more than one thread.
 */
final class ResumingDownload extends InputStream {
    private static final int ATTEMPTS_WITHOUT_A_BYTE = 7;
    private static final int CONNECT_MILLIS = 10_000;
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(20));
    private static final int PRECONDITION_FAILED = 412;
    private static final int TOO_MANY_REQUESTS = 429;

    private final URI url;
    private final Authorities authorities;
    private final Duration silence;
    private final Pause pause;
    private final RandomGenerator random;
    private @Nullable InputStream body;
    private @Nullable String tag;
    private long position;
    /** Of the whole file; -1 while it isn't known. */
    private long total = -1;

    private int failures;

    /**
     * Connects with the first read.
     *
     * @param silence how long the store may say nothing before the connection counts as lost
     */
    ResumingDownload(URI url, Authorities authorities, Duration silence, Pause pause, RandomGenerator random) {
        this.url = url;
        this.authorities = authorities;
        this.silence = silence;
        this.pause = pause;
        this.random = random;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        while (true) {
            try {
                if (body == null) {
                    body = connect();
                }
                int read = body.read(bytes, from, length);
                if (read > 0) {
                    position += read;
                    failures = 0;
                    return read;
                }
                if (total < 0 || position >= total) {
                    return -1;
                }
                lost("the connection ended early");
            } catch (FetchFailedException e) {
                throw e;
            } catch (IOException e) {
                lost(String.valueOf(e.getMessage()));
            }
        }
    }

    private InputStream connect() throws IOException {
        var connection = (HttpURLConnection) url.toURL().openConnection();
        if (connection instanceof HttpsURLConnection secured && !authorities.areUsual()) {
            secured.setSSLSocketFactory(authorities.tls().getSocketFactory());
        }
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout((int) silence.toMillis());
        // A store that sends us elsewhere may send us anywhere.
        connection.setInstanceFollowRedirects(false);
        if (position > 0) {
            connection.setRequestProperty("Range", "bytes=" + position + "-");
        }
        if (tag != null) {
            connection.setRequestProperty("If-Match", tag);
        }
        int status = connection.getResponseCode();
        switch (status) {
            case HttpURLConnection.HTTP_OK -> {
                total = connection.getContentLengthLong();
                tag = connection.getHeaderField("ETag");
                connection.getInputStream().skipNBytes(position);
            }
            case HttpURLConnection.HTTP_PARTIAL -> {}
            case HttpURLConnection.HTTP_NOT_FOUND ->
                throw new FetchFailedException(BuildReason.CONTEXT_MISSING, "the store answered with 404");
            case PRECONDITION_FAILED ->
                throw new FetchFailedException(
                        BuildReason.CONTEXT_UNAVAILABLE, "the context was replaced while it was read");
            case TOO_MANY_REQUESTS -> throw new IOException("the store answered with 429");
            default -> {
                if (status >= 500) {
                    throw new IOException("the store answered with " + status);
                }
                throw new FetchFailedException(
                        BuildReason.CONTEXT_UNAVAILABLE, "the store refused with " + status + why(status));
            }
        }
        return connection.getInputStream();
    }

    private static String why(int status) {
        return status == HttpURLConnection.HTTP_FORBIDDEN ? ": is the URL too old, or a clock wrong?" : "";
    }

    private void lost(String problem) throws IOException {
        close();
        failures++;
        if (failures >= ATTEMPTS_WITHOUT_A_BYTE) {
            throw new FetchFailedException(
                    BuildReason.CONTEXT_UNAVAILABLE, failures + " attempts failed, the last: " + problem);
        }
        try {
            pause.of(BACKOFF.after(failures, random));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while fetching");
        }
    }

    @Override
    public void close() throws IOException {
        InputStream open = body;
        body = null;
        if (open != null) {
            open.close();
        }
    }
}
