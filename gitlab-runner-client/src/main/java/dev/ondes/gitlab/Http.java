package dev.ondes.gitlab;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sends calls to one GitLab and waits for whole answers. HTTP/1.1 as gitlab-runner speaks it; the JDK's client runs its
 * callbacks on virtual threads.
 */
final class Http implements AutoCloseable {
    private static final int MOST_REDIRECTS = 5;
    /** A longer wait than this is not sat out inside a call. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

    private final URI api;
    private final ClientSettings settings;
    private final ExecutorService callbacks = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client;

    Http(URI gitlabUrl, ClientSettings settings) {
        this.api = GitLabUrl.api(gitlabUrl);
        this.settings = settings;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.connectLimit())
                .executor(callbacks)
                .sslContext(settings.authorities().tls())
                .build();
    }

    ClientSettings settings() {
        return settings;
    }

    /** One request whose answer, whatever it is, is the caller's to act on. */
    <A> A ask(
            Call call, Function<Duration, A> throttled, Function<String, A> unavailable, Function<Reply, A> otherwise) {
        try {
            Reply reply = send(call);
            Duration delay = reply.throttled(settings.clock());
            if (delay != null) {
                return throttled.apply(delay);
            }
            if (reply.passing() || reply.foreign() || reply.status() / 100 == 3) {
                return unavailable.apply(reply.describe());
            }
            return otherwise.apply(reply);
        } catch (IOException e) {
            return unavailable.apply(broken(call, e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return unavailable.apply(call + ": interrupted");
        }
    }

    /**
     * Repeats a call while that may help.
     *
     * @return an answer that would not change by asking again; never a passing status
     * @throws UnavailableException when no attempt got such an answer
     */
    Reply insist(Call call, Persistence persistence) {
        try {
            for (int attempt = 1; ; attempt++) {
                Duration delay = null;
                int status = 0;
                String why;
                try {
                    Reply reply = send(call);
                    status = reply.status();
                    boolean last = attempt >= persistence.attempts(status);
                    if (!persistence.worthAnotherAttempt(reply) || (last && status / 100 == 4 && !reply.passing())) {
                        return reply;
                    }
                    why = reply.describe();
                    delay = reply.throttled(settings.clock());
                } catch (IOException e) {
                    why = broken(call, e);
                    if (!persistence.overBrokenConnections()) {
                        throw new UnavailableException(why);
                    }
                }
                if (attempt >= persistence.attempts(status)) {
                    throw new UnavailableException(why + ", after " + attempt + " attempts");
                }
                if (delay != null && delay.compareTo(LONGEST_PAUSE) > 0) {
                    throw new UnavailableException(why + ", for another " + delay.toSeconds() + " s");
                }
                settings.pause().forDuration(delay == null ? persistence.pause(attempt, settings.random()) : delay);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException(call + ": interrupted");
        }
    }

    /** Sends one request, and again where GitLab redirects it. */
    private Reply send(Call call) throws IOException, InterruptedException {
        URI target = URI.create(api + call.path());
        boolean withToken = true;
        for (int redirects = 0; ; redirects++) {
            Reply reply = sendTo(target, call, withToken);
            URI next = redirects == MOST_REDIRECTS ? null : followed(reply, target);
            if (next == null) {
                return reply;
            }
            withToken = withToken && (!call.toStorage() || GitLabUrl.sameOrigin(target, next));
            target = next;
        }
    }

    /** Where to go on; null where the answer is no redirect that may be followed. */
    private static @Nullable URI followed(Reply reply, URI from) {
        String location = reply.header("Location");
        boolean redirect =
                switch (reply.status()) {
                    case 307, 308 -> true;
                    // Would turn a POST into a GET elsewhere; GitLab answers so for downloads alone.
                    case 301, 302, 303 -> reply.call().toStorage();
                    default -> false;
                };
        return redirect && location != null ? GitLabUrl.redirect(from, location) : null;
    }

    private Reply sendTo(URI target, Call call, boolean withToken) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(target)
                .method(call.method(), call.body())
                .header("User-Agent", settings.userAgent())
                .header("X-Request-Id", requestId());
        if (withToken) {
            request.header(call.tokenHeader(), call.token().reveal());
        }
        for (Map.Entry<String, String> header : call.headers().entrySet()) {
            request.header(header.getKey(), header.getValue());
        }
        HttpResponse<byte[]> response = await(client.sendAsync(request.build(), call.handler()), call.limit());
        return new Reply(call, response.statusCode(), response.headers(), response.body());
    }

    /** The JDK's own time limit ends with the headers; this one holds for the body as well. */
    private static <T> T await(CompletableFuture<T> answer, Duration limit) throws IOException, InterruptedException {
        try {
            return answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new HttpTimeoutException("no whole answer within " + limit.toMillis() + " ms");
        } catch (CancellationException e) {
            throw new IOException("the client was closed", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } finally {
            // Frees the connection where the answer isn't waited for any longer; nothing otherwise.
            answer.cancel(true);
        }
    }

    private String requestId() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(settings.random().nextLong())
                + hex.toHexDigits(settings.random().nextLong());
    }

    private String broken(Call call, IOException e) {
        if (e instanceof ConnectException) {
            Throwable root = e;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            return call + ": no connection to " + api.getAuthority() + " ("
                    + root.getClass().getSimpleName() + ")";
        }
        String message = e.getMessage();
        return call + ": " + e.getClass().getSimpleName() + (message == null ? "" : " " + message);
    }

    @Override
    public void close() {
        client.shutdownNow();
        callbacks.shutdownNow();
    }
}
