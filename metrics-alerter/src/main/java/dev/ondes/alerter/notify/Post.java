package dev.ondes.alerter.notify;

import dev.ondes.authorities.Authorities;
import dev.ondes.contracts.retry.Durations;
import dev.ondes.contracts.retry.RetryAfter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Posts JSON, and says what an answer means: taken, later, or never. Thread-safe. */
final class Post implements AutoCloseable {
    private static final Duration LONGEST_REST = Duration.ofMinutes(10);

    private final HttpClient http;
    private final Duration limit;
    private final Clock clock;

    Post(Duration limit, Authorities authorities, Clock clock) {
        this.limit = limit;
        this.clock = clock;
        this.http = HttpClient.newBuilder()
                .sslContext(authorities.tls())
                .connectTimeout(limit)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    void json(URI address, String body, Map<String, String> headers) throws NotTakenException {
        HttpResponse<Void> answer;
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(address)
                    .timeout(limit)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8));
            headers.forEach(request::setHeader);
            answer = within(http.sendAsync(request.build(), HttpResponse.BodyHandlers.discarding()));
        } catch (ExecutionException e) {
            throw NotTakenException.by(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw NotTakenException.unclear("no whole answer within " + limit);
        } catch (IllegalArgumentException e) {
            throw NotTakenException.never("its address or a header can't be used");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw NotTakenException.unclear("interrupted");
        }
        check(answer);
    }

    /** The request's own limit ends with the answer's head: who never ends the body would hold us for good. */
    private HttpResponse<Void> within(CompletableFuture<HttpResponse<Void>> answer)
            throws InterruptedException, ExecutionException, TimeoutException {
        try {
            return answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } finally {
            answer.cancel(true);
        }
    }

    private void check(HttpResponse<Void> answer) throws NotTakenException {
        int status = answer.statusCode();
        if (status < 300) {
            return;
        }
        String why = "it answered " + status;
        Optional<Duration> rest = answer.headers().firstValue("Retry-After").flatMap(this::rest);
        if (rest.isPresent() && (status == 429 || status >= 500)) {
            throw NotTakenException.until(why, rest.get());
        }
        if (status == 408 || status == 429) {
            throw NotTakenException.now(why);
        }
        if (status >= 500) {
            // Of a gateway, say, whose own patience ended.
            throw NotTakenException.unclear(why);
        }
        throw NotTakenException.never(why);
    }

    /** No wait at all, such as a date that is over by our clock, is no answer: our own pauses grow. */
    private Optional<Duration> rest(String header) {
        return RetryAfter.read(header, clock.instant())
                .filter(Duration::isPositive)
                .map(asked -> Durations.shorter(asked, LONGEST_REST));
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
