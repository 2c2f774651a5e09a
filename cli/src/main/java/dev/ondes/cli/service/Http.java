package dev.ondes.cli.service;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends requests, each with a limit of time for the whole of it. Follows nobody elsewhere. For any number of threads. */
public final class Http {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /** Sends and reads all. */
    public Answer send(HttpRequest request, Duration limit) throws IOException {
        HttpResponse<byte[]> response =
                within(limit, client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray()));
        return new Answer(response.statusCode(), response.headers(), response.body());
    }

    /** Sends, and leaves the body to be read; whoever reads it has to mind the time. */
    public HttpResponse<InputStream> open(HttpRequest request, Duration limit) throws IOException {
        return within(limit, client.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream()));
    }

    private static <T> T within(Duration limit, CompletableFuture<T> answer) throws IOException {
        try {
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new HttpTimeoutException("no answer within " + limit.toSeconds() + " s");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException problem ? problem : new IOException(e.getCause());
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }
}
