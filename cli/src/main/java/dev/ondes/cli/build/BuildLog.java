package dev.ondes.cli.build;

import dev.ondes.cli.service.ImageBuilderApi;
import dev.ondes.cli.service.Retry;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Shows a build's log as it comes, each line once, however often the connection is lost. A connection on which nothing comes for a
 * while counts as lost. Used by one thread.
 */
final class BuildLog {
    /** A replica may hear of a build a little later than the one that took it. */
    private static final int MOST_UNKNOWN = 5;

    private final ImageBuilderApi api;
    private final Retry retry;
    private final Duration silence;
    private final PrintWriter out;
    private String lastId = "";
    /** Whether the present connection brought anything, if only a sign of life. */
    private boolean connected;

    BuildLog(ImageBuilderApi api, Retry retry, Duration silence, PrintWriter out) {
        this.api = api;
        this.retry = retry;
        this.silence = silence;
        this.out = out;
    }

    /**
     * Shows lines until the log ends.
     *
     * @return whether it did end; false when it can't be had, for reasons that the build's state may tell
     */
    boolean show(String buildId) {
        for (int failures = 1; failures <= retry.attempts(); failures++) {
            connected = false;
            try {
                HttpResponse<InputStream> answer = api.events("/v1/builds/" + buildId + "/log", lastId);
                try (InputStream body = answer.body()) {
                    if (answer.statusCode() == 200 && showUntilCut(body)) {
                        return true;
                    }
                }
                boolean mayBeNew = answer.statusCode() == 404 && failures < MOST_UNKNOWN;
                if (!mayBeNew
                        && answer.statusCode() >= 400
                        && answer.statusCode() < 500
                        && answer.statusCode() != 429) {
                    return false;
                }
            } catch (IOException e) {
                // Lost: the next connection begins behind the last line.
            }
            if (connected) {
                // A build may be in the queue for longer than a balancer lets a stream last, and say nothing.
                failures = 1;
            }
            retry.pause(failures);
        }
        return false;
    }

    private boolean showUntilCut(InputStream body) throws IOException {
        ScheduledExecutorService timer =
                Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().factory());
        try {
            var heard = new AtomicLong(System.nanoTime());
            Runnable guard = () -> {
                if (System.nanoTime() - heard.get() > silence.toNanos()) {
                    close(body);
                }
            };
            long often = Math.max(1, silence.toMillis() / 5);
            var _ = timer.scheduleWithFixedDelay(guard, often, often, TimeUnit.MILLISECONDS);
            var events = new EventReader(body, () -> {
                heard.set(System.nanoTime());
                connected = true;
            });
            while (true) {
                EventReader.@Nullable Event event = events.next();
                if (event == null) {
                    return false;
                }
                if (event.name().equals("end")) {
                    return true;
                }
                if (event.name().equals("line")) {
                    out.println(event.data());
                }
                lastId = event.id();
            }
        } finally {
            timer.shutdownNow();
        }
    }

    private static void close(InputStream body) {
        try {
            body.close();
        } catch (IOException e) {
            // It is closed.
        }
    }
}
