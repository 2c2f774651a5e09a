package dev.ondes.agent.cache;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Objects of the cache's store by requests that somebody else has signed. A request is a secret: no message of this class names more
 * than its host. Bytes go straight between store and file. For the working thread.
 */
final class Store implements AutoCloseable {
    private static final int TRIES = 3;
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
    private static final int LONGEST_ERROR = 64 * 1024;
    private static final Pattern CODE = Pattern.compile("<Code>([A-Za-z]{1,60})</Code>");

    private final ExecutorService callbacks = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client;
    private final Duration limit;

    /** @param limit of one object, with all repetitions */
    Store(SSLContext tls, Duration limit) {
        this.limit = limit;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_LIMIT)
                .executor(callbacks)
                .sslContext(tls)
                .build();
    }

    /**
     * An object that was fetched.
     *
     * @param age how long ago it was written, by the store's own clock; null where that isn't known
     */
    record Found(long size, @Nullable Duration age) {}

    /**
     * Fetches one into a file; null where there is none.
     *
     * @param room bytes that it may have
     * @throws StoreTroubleException where it could not be had
     */
    @Nullable
    Found get(URI url, Path file, long room, Guard guard) throws IOException {
        HttpResponse<?> response = send(HttpRequest.newBuilder(url).build(), url, into(file, room), guard);
        if (response.statusCode() == 404) {
            return null;
        }
        refuse(response, url);
        return new Found(Files.size(file), age(response.headers()));
    }

    /** Writes one, whole or not at all. */
    void put(URI url, Path file, Guard guard) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(url).PUT(body(file)).build();
        refuse(send(request, url, _ -> text(), guard), url);
    }

    private static HttpRequest.BodyPublisher body(Path file) throws FileNotFoundException {
        return HttpRequest.BodyPublishers.ofFile(file);
    }

    private static BodyHandler<Object> into(Path file, long room) {
        return answer -> {
            if (answer.statusCode() != 200) {
                return text();
            }
            long length = answer.headers().firstValueAsLong("Content-Length").orElse(0);
            if (length > room) {
                throw new UncheckedIOException(
                        new StoreTroubleException("its " + length + " bytes are more than there is room for"));
            }
            return BodySubscribers.mapping(BodySubscribers.ofFile(file), written -> written);
        };
    }

    private static HttpResponse.BodySubscriber<Object> text() {
        return BodySubscribers.mapping(
                BodySubscribers.limiting(BodySubscribers.ofByteArray(), LONGEST_ERROR),
                bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    private HttpResponse<Object> send(HttpRequest request, URI url, BodyHandler<Object> handler, Guard guard)
            throws IOException {
        long end = System.nanoTime() + limit.toNanos();
        for (int count = 1; ; count++) {
            String trouble;
            try {
                HttpResponse<Object> response = once(request, handler, end, guard);
                if (!passing(response.statusCode()) || count == TRIES) {
                    return response;
                }
                trouble = described(response, url);
            } catch (StoreTroubleException e) {
                throw e;
            } catch (TimeoutException e) {
                throw new StoreTroubleException(url.getHost() + " did not end it within " + limit.toMinutes() + " min");
            } catch (IOException e) {
                trouble = described(e, url);
            }
            if (count == TRIES || end - System.nanoTime() < PAUSE.toNanos()) {
                throw new StoreTroubleException(trouble);
            }
            guard.await(PAUSE);
        }
    }

    private HttpResponse<Object> once(HttpRequest request, BodyHandler<Object> handler, long end, Guard guard)
            throws IOException, TimeoutException {
        var exchange = new Exchange(request, handler, end);
        guard.run(exchange);
        guard.check();
        return exchange.outcome();
    }

    /** One try. The client's own time limit ends with the headers; this one holds for the body as well. */
    private final class Exchange implements Runnable {
        private final HttpRequest request;
        private final BodyHandler<Object> handler;
        private final long end;
        private @Nullable HttpResponse<Object> response;
        private @Nullable Exception trouble;

        Exchange(HttpRequest request, BodyHandler<Object> handler, long end) {
            this.request = request;
            this.handler = handler;
            this.end = end;
        }

        @Override
        public void run() {
            CompletableFuture<HttpResponse<Object>> answer = client.sendAsync(request, handler);
            try {
                response = answer.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                trouble = new IOException("stopped", e);
            } catch (TimeoutException e) {
                trouble = e;
            } catch (ExecutionException e) {
                trouble = cause(e);
            } finally {
                answer.cancel(true);
            }
        }

        private static Exception cause(ExecutionException e) {
            for (Throwable each = e; each != null; each = each.getCause()) {
                if (each instanceof StoreTroubleException known) {
                    return known;
                }
            }
            return e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        }

        HttpResponse<Object> outcome() throws IOException, TimeoutException {
            switch (trouble) {
                case null -> {}
                case TimeoutException e -> throw e;
                case IOException e -> throw e;
                case Exception e -> throw new IOException(e);
            }
            if (response == null) {
                throw new IOException("no answer");
            }
            return response;
        }
    }

    private static boolean passing(int status) {
        return status == 408 || status == 429 || status >= 500;
    }

    private static void refuse(HttpResponse<?> response, URI url) throws StoreTroubleException {
        if (response.statusCode() != 200) {
            throw new StoreTroubleException(described(response, url));
        }
    }

    /** Of the answer's text its code alone: the rest of it may repeat what was signed. */
    private static String described(HttpResponse<?> response, URI url) {
        Matcher code = CODE.matcher(response.body() instanceof String text ? text : "");
        String word = code.find() ? " " + code.group(1) : "";
        String hint = response.statusCode() == 403
                ? "; the request may have expired, or the platform lacks a right: without s3:ListBucket, S3 also says so of what isn't there"
                : "";
        return url.getHost() + " answered " + response.statusCode() + word + hint;
    }

    private static String described(IOException e, URI url) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String what = e instanceof ConnectException ? "no connection to " : "the connection broke to ";
        return what + url.getHost() + " (" + root.getClass().getSimpleName() + ")";
    }

    private static @Nullable Duration age(HttpHeaders headers) {
        var written = headers.firstValue("Last-Modified");
        var now = headers.firstValue("Date");
        if (written.isEmpty() || now.isEmpty()) {
            return null;
        }
        try {
            return Duration.between(time(written.get()), time(now.get()));
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static ZonedDateTime time(String header) {
        return ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME);
    }

    @Override
    public void close() {
        client.shutdownNow();
        callbacks.shutdownNow();
    }
}
