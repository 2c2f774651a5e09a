package dev.ondes.detector;

import dev.ondes.detector.aws.AwsCloud;
import dev.ondes.detector.azure.AzureCloud;
import dev.ondes.detector.gcp.GcpCloud;
import dev.ondes.detector.handover.Addresses;
import dev.ondes.detector.handover.BearerToken;
import dev.ondes.detector.handover.Outbox;
import dev.ondes.detector.health.Health;
import dev.ondes.detector.log.Log;
import dev.ondes.detector.settings.Settings;
import dev.ondes.detector.watch.Cloud;
import dev.ondes.detector.watch.CloudSearch;
import dev.ondes.detector.watch.CloudSearch.Found;
import dev.ondes.detector.watch.Monitor;
import dev.ondes.detector.watch.Pace;
import dev.ondes.detector.watch.Standing;
import dev.ondes.detector.watch.WatchLoop;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ThreadFactory;
import javax.net.ssl.SSLSocketFactory;

/**
 * Finds out which cloud this is, then watches it: one thread for each monitor, one that tells spot-watcher. They are platform
 * threads: five of them cost less than what virtual ones need to run on.
 */
final class Detector {
    /** What is seen just before the end may still be told. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(3);

    private static final ThreadFactory THREADS =
            Thread.ofPlatform().daemon().name("detector-", 0).factory();

    private final Settings settings;
    private final Health health;
    private final Clock clock;
    private final Random random;
    private final Log log;
    private final Stop stop = new Stop();

    Detector(Settings settings, Health health, Clock clock, Random random, Log log) {
        this.settings = settings;
        this.health = health;
        this.clock = clock;
        this.random = random;
        this.log = log;
    }

    /** Until {@link #stop}. */
    void run() throws IOException, InterruptedException {
        SSLSocketFactory tls = settings.authorities().tlsOfTheFileAlone().getSocketFactory();
        log.say("started", "", Map.of(Log.Key.WATCHER, settings.watcher()));
        checkToken();
        var pace = new Pace(random);
        var search = new CloudSearch(clouds(), pace, log);
        Found found = null;
        while (found == null) {
            found = search.look().orElse(null);
            if (found == null && stop.within(search.pause())) {
                return;
            }
        }
        watch(found, pace, tls);
    }

    void stop() {
        stop.now();
    }

    /** Said now rather than with the first notice; the file may be mended meanwhile, and is read anew then. */
    private void checkToken() {
        try {
            BearerToken.read(settings.tokenFile());
        } catch (IOException e) {
            log.say("token-unusable", String.valueOf(e.getMessage()), Map.of());
        }
    }

    private void watch(Found found, Pace pace, SSLSocketFactory tls) throws InterruptedException {
        Cloud cloud = found.cloud();
        health.cloud(cloud.provider().wire());
        var outbox = new Outbox(
                cloud, settings.watcher(), settings.tokenFile(), tls, Addresses.resolved(random), health, clock, log);
        var standing = new Standing(found.identity(), settings.node(), cloud.source(), clock, outbox::put);
        for (Monitor monitor : cloud.monitors(standing)) {
            var loop = new WatchLoop(monitor, pace, health.loop(monitor.name()), log);
            THREADS.newThread(() -> repeat(loop)).start();
        }
        THREADS.newThread(() -> tell(outbox)).start();
        while (!stop.within(Duration.ofDays(1))) {
            // A day's wait is as good as any.
        }
        for (int tenths = 0; tenths < LAST_WORDS.toMillis() / 100 && !outbox.isEmpty(); tenths++) {
            outbox.await(Duration.ofMillis(100));
        }
        log.say("stopped", outbox.isEmpty() ? "" : "with a notice that was not told");
    }

    private void repeat(WatchLoop loop) {
        try {
            Duration wait = Duration.ZERO;
            while (!stop.within(wait)) {
                wait = loop.step();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void tell(Outbox outbox) {
        try {
            while (true) {
                outbox.await(outbox.step());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Cloud> clouds() {
        List<Cloud> clouds = new ArrayList<>();
        for (var provider : settings.clouds()) {
            switch (provider) {
                case AWS -> clouds.add(new AwsCloud(settings.metadata(), clock, settings.interval()));
                case GCP -> clouds.add(new GcpCloud(settings.metadata(), settings.gcp(), clock, settings.interval()));
                case AZURE ->
                    clouds.add(new AzureCloud(settings.metadata(), settings.approve(), clock, settings.interval()));
                case KUBERNETES -> throw new IllegalArgumentException("no cloud: " + provider);
            }
        }
        return clouds;
    }
}
