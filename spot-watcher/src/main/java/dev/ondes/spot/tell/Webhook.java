package dev.ondes.spot.tell;

import dev.ondes.contracts.node.JobOnNode;
import dev.ondes.contracts.retry.Durations;
import dev.ondes.contracts.retry.RetryAfter;
import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import dev.ondes.spot.settings.SpotSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Posts to people's chat or tool. Address and headers are secrets and come from files, read anew each time, so that they can
 * be rotated; neither is ever logged. Tries again after 1, 2, 4, … seconds, unless it is told that the message is wrong; later, where the
 * other side says so.
 */
public final class Webhook implements People.Teller, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Webhook.class);

    /** Too slow, and too many: of the 4xx those that don't mean the message. */
    private static final Set<Integer> COME_BACK = Set.of(408, 429);

    private static final Duration LONGEST_ASKED = Duration.ofMinutes(1);

    private final Path urlFile;
    private final SpotSettings.Webhook settings;
    private final WebhookBody body;
    private final HttpClient http;
    private final Meters meters;
    private final Duration firstPause;
    private final Clock clock;
    private final CountDownLatch closed = new CountDownLatch(1);

    public Webhook(Path urlFile, SpotSettings.Webhook settings, Meters meters, Duration firstPause, Clock clock) {
        this.urlFile = urlFile;
        this.settings = settings;
        this.body = new WebhookBody(settings.form(), settings.templateFile().map(Webhook::read));
        this.meters = meters;
        this.firstPause = firstPause;
        this.clock = clock;
        HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(settings.timeout());
        settings.proxy().ifPresent(proxy -> builder.proxy(ProxySelector.of(address(proxy))));
        this.http = builder.build();
    }

    @Override
    public void tell(Told told, String reason, List<JobOnNode> jobs) {
        String text = body.of(told);
        Duration pause = firstPause;
        for (int attempt = 1; ; attempt++) {
            Optional<Failure> failure = post(text);
            if (failure.isEmpty()) {
                return;
            }
            meters.failed("webhook", "post");
            Duration wait = Durations.longer(failure.get().notBefore(), pause);
            if (attempt >= settings.attempts() || failure.get().isFinal() || isClosed(wait)) {
                LOG.warn(LogLine.of("people could not be told by the webhook")
                        .with(LogKey.NODE, told.node())
                        .with(LogKey.ATTEMPT, attempt)
                        .why(failure.get().why()));
                return;
            }
            pause = pause.multipliedBy(2);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        http.shutdownNow();
    }

    /**
     * @param why the status, or the kind of failure
     * @param isFinal whether the same message will be refused again
     * @param notBefore what the other side asks for, bounded
     */
    private record Failure(String why, boolean isFinal, Duration notBefore) {
        Failure(String why) {
            this(why, false, Duration.ZERO);
        }
    }

    /** Empty when it was taken. */
    private Optional<Failure> post(String text) {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(
                            URI.create(read(urlFile).strip()))
                    .timeout(settings.timeout())
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(text));
            settings.headersFile()
                    .ifPresent(file -> read(file)
                            .lines()
                            .filter(line -> line.contains(":"))
                            .forEach(line -> {
                                int at = line.indexOf(':');
                                request.setHeader(
                                        line.substring(0, at).strip(),
                                        line.substring(at + 1).strip());
                            }));
            HttpResponse<Void> answer = http.send(request.build(), HttpResponse.BodyHandlers.discarding());
            return answer.statusCode() < 300 ? Optional.empty() : Optional.of(failure(answer));
        } catch (IOException e) {
            return Optional.of(new Failure(e.getClass().getSimpleName()));
        } catch (IllegalArgumentException e) {
            return Optional.of(new Failure("the address or a header can't be used"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(new Failure("interrupted"));
        }
    }

    private Failure failure(HttpResponse<Void> answer) {
        int status = answer.statusCode();
        boolean wrong = status >= 400 && status < 500 && !COME_BACK.contains(status);
        Duration asked = answer.headers()
                .firstValue("Retry-After")
                .flatMap(value -> RetryAfter.read(value, clock.instant()))
                .orElse(Duration.ZERO);
        return new Failure(Integer.toString(status), wrong, Durations.shorter(asked, LONGEST_ASKED));
    }

    private boolean isClosed(Duration pause) {
        try {
            return closed.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private static InetSocketAddress address(String proxy) {
        int at = proxy.lastIndexOf(':');
        if (at < 1) {
            throw new IllegalArgumentException("ondes.spot.webhook.proxy must be host:port");
        }
        return new InetSocketAddress(proxy.substring(0, at), Integer.parseInt(proxy.substring(at + 1)));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalArgumentException("ondes.spot.webhook: " + file + " can't be read");
        }
    }
}
