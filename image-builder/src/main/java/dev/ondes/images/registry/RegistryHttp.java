package dev.ondes.images.registry;

import dev.ondes.authorities.Authorities;
import dev.ondes.contracts.retry.Backoff;
import dev.ondes.contracts.retry.Pause;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Requests to registries: with authentication, a time limit, and further tries where one may be made. Follows no redirect, for what
 * we ask needs none, and a secret would go along. Thread-safe.
 */
final class RegistryHttp implements AutoCloseable {
    /** No registry has to take a larger manifest; nobody fills our memory with one. */
    private static final long LARGEST = 4L * 1024 * 1024;

    private final HttpClient http;
    private final RegistrySettings settings;
    private final Authentication authentication;
    private final Backoff backoff;
    private final Pause pause;
    private final RandomGenerator random;
    private final Clock clock;

    RegistryHttp(RegistrySettings settings, Authorities authorities, Pause pause, RandomGenerator random, Clock clock) {
        this.settings = settings;
        this.pause = pause;
        this.random = random;
        this.clock = clock;
        this.backoff = new Backoff(settings.firstPause(), settings.longestPause());
        this.http = HttpClient.newBuilder()
                .connectTimeout(settings.requestLimit())
                .followRedirects(HttpClient.Redirect.NEVER)
                .sslContext(authorities.tls())
                .build();
        this.authentication = new Authentication(this::send, settings, clock);
    }

    /** Where something of a repository is. */
    URI url(Repository repository, String path) {
        String scheme = settings.isPlain(repository.host()) ? "http" : "https";
        return URI.create(scheme + "://" + repository.apiHost() + "/v2/" + repository.path() + path);
    }

    /**
     * Sends a request that may be sent again, until an answer is none of a passing trouble. A refusal for good is an answer.
     *
     * @throws RegistryException after the last try
     */
    HttpResponse<byte[]> persistently(
            HttpRequest.Builder request, Repository repository, Access access, Credentials credentials) {
        return again(() -> {
            HttpResponse<byte[]> answer = once(request, repository, access, credentials);
            RegistryException refusal =
                    answer.statusCode() < 400 ? null : Answers.refusal(answer, repository.toString(), clock);
            if (refusal != null && refusal.reason().worthRepeating()) {
                throw refusal;
            }
            return answer;
        });
    }

    private <T> T again(Supplier<T> work) {
        for (int failures = 1; ; failures++) {
            try {
                return work.get();
            } catch (RegistryException e) {
                if (!e.reason().worthRepeating()
                        || failures >= settings.tries()
                        || wants(e, failures).compareTo(settings.longestPause()) > 0) {
                    throw e;
                }
                await(wants(e, failures), e);
            }
        }
    }

    private Duration wants(RegistryException failure, int failures) {
        return failure.retryAfter().orElseGet(() -> backoff.after(failures, random));
    }

    private void await(Duration duration, RegistryException failure) {
        try {
            pause.of(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure;
        }
    }

    /** Sends a request, and where the registry asks who we are, once more with the answer. */
    HttpResponse<byte[]> once(
            HttpRequest.Builder request, Repository repository, Access access, Credentials credentials) {
        try {
            @Nullable String known = authentication.known(repository, access, credentials);
            HttpResponse<byte[]> answer = send(with(request, known));
            if (answer.statusCode() == 401) {
                @Nullable String asked = authentication.answer(answer, repository, access, credentials);
                return asked == null ? answer : send(with(request, asked));
            }
            return answer;
        } catch (HttpTimeoutException e) {
            throw new RegistryException(RegistryReason.SLOW, repository.host(), null, e);
        } catch (IOException e) {
            throw new RegistryException(
                    RegistryReason.UNREACHABLE,
                    repository.host() + ": " + e.getClass().getSimpleName()
                            + (e.getMessage() == null ? "" : " " + e.getMessage()),
                    null,
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RegistryException(RegistryReason.UNREACHABLE, "interrupted", null, e);
        }
    }

    private static HttpRequest with(HttpRequest.Builder request, @Nullable String authorization) {
        HttpRequest.Builder copy = request.copy();
        return authorization == null
                ? copy.build()
                : copy.setHeader("Authorization", authorization).build();
    }

    /** The limit is for the whole answer: the client's own ends with the headers. */
    private HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
        var handler = HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), LARGEST);
        CompletableFuture<HttpResponse<byte[]>> answer = http.sendAsync(request, handler);
        try {
            return answer.get(settings.requestLimit().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new HttpTimeoutException("nothing within " + settings.requestLimit());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IOException(e.getCause());
        } finally {
            answer.cancel(true);
        }
    }

    Clock clock() {
        return clock;
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
