package dev.ondes.detector.handover;

import dev.ondes.contracts.node.DetectedNotice;
import dev.ondes.contracts.node.DetectedNoticeJson;
import dev.ondes.detector.handover.Delivery.Confirmed;
import dev.ondes.detector.handover.Delivery.Later;
import dev.ondes.detector.handover.Delivery.Refused;
import dev.ondes.detector.health.Metrics;
import dev.ondes.detector.http.Answer;
import dev.ondes.detector.http.Connection;
import dev.ondes.detector.http.Endpoint;
import dev.ondes.detector.http.Request;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocketFactory;

/**
 * Brings a notice to one of spot-watcher's replicas. A replica that doesn't answer soon gets no reprieve: the next is asked as
 * well, and the first confirmation counts; spot-watcher knows notices that it has already. Used by one thread.
 */
final class Postman {
    /** spot-watcher itself says 503 when it has waited 3 s for the broker. */
    private static final Duration LIMIT = Duration.ofSeconds(4);
    /** After this, the next replica is asked too. */
    private static final Duration HEAD_START = Duration.ofMillis(400);

    private final Endpoint watcher;
    private final Path tokenFile;
    private final SSLSocketFactory tls;
    private final Addresses addresses;
    private final Metrics metrics;

    Postman(Endpoint watcher, Path tokenFile, SSLSocketFactory tls, Addresses addresses, Metrics metrics) {
        this.watcher = watcher;
        this.tokenFile = tokenFile;
        this.tls = tls;
        this.addresses = addresses;
        this.metrics = metrics;
    }

    Delivery deliver(DetectedNotice notice) throws InterruptedException {
        Request request;
        List<InetAddress> replicas;
        try {
            request = Request.postJson("/notices", DetectedNoticeJson.write(notice))
                    .with("Authorization", "Bearer " + BearerToken.read(tokenFile))
                    .with("Connection", "close");
            replicas = addresses.of(watcher.host());
        } catch (IOException e) {
            return new Later(e.toString());
        }
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            return firstConfirmed(new ExecutorCompletionService<>(threads), request, replicas);
        } finally {
            threads.shutdownNow();
        }
    }

    private Delivery firstConfirmed(CompletionService<Delivery> attempts, Request request, List<InetAddress> replicas)
            throws InterruptedException {
        Delivery last = new Later(watcher.host() + " has no address");
        int asked = 0;
        int answered = 0;
        while (answered < replicas.size()) {
            if (asked < replicas.size()) {
                InetAddress replica = replicas.get(asked++);
                attempts.submit(() -> attempt(request, replica));
            }
            Duration wait = asked < replicas.size() ? HEAD_START : LIMIT.multipliedBy(2);
            Future<Delivery> done = attempts.poll(wait.toMillis(), TimeUnit.MILLISECONDS);
            if (done == null) {
                if (asked == replicas.size() && wait.compareTo(LIMIT) > 0) {
                    return last;
                }
                continue;
            }
            answered++;
            last = result(done);
            if (!(last instanceof Later)) {
                return last;
            }
        }
        return last;
    }

    private static Delivery result(Future<Delivery> done) throws InterruptedException {
        try {
            return done.get();
        } catch (ExecutionException e) {
            return new Later(String.valueOf(e.getCause()));
        }
    }

    private Delivery attempt(Request request, InetAddress replica) {
        String at = replica.getHostAddress() + ": ";
        try (var connection = new Connection(watcher, replica, tls)) {
            Answer answer = connection.send(request, LIMIT);
            count(Integer.toString(answer.status()));
            return switch (answer.status()) {
                case 200 -> new Confirmed(true);
                case 202 -> new Confirmed(false);
                case 400, 413, 415, 422 -> new Refused(at + "status " + answer.status());
                case 401, 403 -> new Later(at + "refuses the token in " + tokenFile);
                default -> new Later(at + "status " + answer.status());
            };
        } catch (IOException e) {
            count("unreachable");
            return new Later(at + e.getMessage());
        }
    }

    private void count(String outcome) {
        metrics.count("ondes_detector_attempts_total{outcome=\"" + outcome + "\"}");
    }
}
