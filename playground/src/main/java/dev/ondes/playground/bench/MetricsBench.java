package dev.ondes.playground.bench;

import dev.ondes.playground.demo.Console;
import dev.ondes.playground.platform.AlertingAlone;
import dev.ondes.playground.platform.Home;
import dev.ondes.playground.platform.Service;
import dev.ondes.playground.process.PlaygroundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code ./ondes bench metrics}: how fast metrics-alerter reads a day of the journal, beside a bare consumer of the same stream; what it needs with
 * the day in memory; and how soon an event is seen in its metrics and on its console.
 */
@Command(
        name = "metrics",
        description =
                "Replay of a day beside a bare consumer, memory, scrape, first paint, from an event to who sees it.")
public final class MetricsBench implements Callable<Integer> {
    private static final int CLASSES = 100;
    private static final int PROJECTS = 50;

    @Option(names = "--jobs", description = "jobs of the day (default ${DEFAULT-VALUE})")
    private int jobs = 100_000;

    @Option(names = "--payload", description = "characters of each job's sealed payload (default ${DEFAULT-VALUE})")
    private int payload = 16_000;

    @Option(names = "--pairs", description = "replays and bare readings, by turns (default ${DEFAULT-VALUE})")
    private int pairs = 3;

    @Option(
            names = "--events",
            description = "events, one after the other, whose way is measured (default ${DEFAULT-VALUE})")
    private int events = 100;

    @Override
    public Integer call() {
        Console console = Console.standard();
        var differs = Map.of("ondes.alerter.projects", Integer.toString(PROJECTS));
        try (var alone = AlertingAlone.begin(Home.here(), differs, console::say);
                var feed = new JournalFeed(alone.broker().url())) {
            new Run(alone, feed, console).all(jobs, payload, pairs, events);
        }
        return 0;
    }

    /** One run on one broker. */
    private record Run(AlertingAlone alone, JournalFeed feed, Console console) {

        void all(int jobs, int payload, int pairs, int events) {
            Duration empty = startOnNothing();
            var day = new MadeUpDay(Instant.now(), jobs, CLASSES, PROJECTS, payload);
            day.say(feed::say);
            feed.settle();
            console.say("%d events of a day of %d jobs are in the journal".formatted(feed.said(), jobs));
            for (int i = 1; i <= pairs; i++) {
                pair(i, empty);
            }
            var pages = new PagesBench(service().address(), console);
            pages.first();
            memory("after the day and its first pages");
            pages.again();
            scrape();
            new FreshnessBench(service().address(), feed, day, console).run(jobs, events);
            memory("at the end");
        }

        private Service service() {
            return alone.service();
        }

        /** Twice: the first process of a build leaves the start-up cache. It declares the journal, too. */
        private Duration startOnNothing() {
            for (int i = 0; i < 2; i++) {
                service().start();
                service().awaitReady();
                service().close();
            }
            console.say(String.format(
                    Locale.ROOT,
                    "start of the process until ready, with nothing to read: %.1f s",
                    Percentiles.seconds(service().startTime())));
            return service().startTime();
        }

        /** The last one's service goes on. */
        private void pair(int number, Duration empty) {
            service().close();
            long[] bare = bare();
            service().start();
            service().awaitReady();
            Duration replay = service().startTime();
            long cpu = Memory.of(service().pid()).cpuMillis();
            double rate = feed.said() / Math.max(0.001, Percentiles.seconds(replay.minus(empty)));
            double floor = feed.said() * 1e9 / bare[0];
            console.plain(String.format(
                    Locale.ROOT,
                    "pair %d: replay %.1f s until ready, %.0f events/s (%.0f a second of processor, start included); bare consumer %.0f events/s (%.0f); %.0f %% of it",
                    number,
                    Percentiles.seconds(replay),
                    rate,
                    feed.said() * 1e3 / cpu,
                    floor,
                    feed.said() * 1e9 / bare[1],
                    100 * rate / floor));
        }

        /** @return nanoseconds, and those of the processor */
        private long[] bare() {
            var builder = new ProcessBuilder(
                            Home.here().playground(BareReader.class.getName(), List.of(Long.toString(feed.said()))))
                    .redirectError(ProcessBuilder.Redirect.INHERIT);
            builder.environment().put(BareReader.BROKER, alone.broker().url().toString());
            try {
                Process process = builder.start();
                String[] said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                        .strip()
                        .split(" ", -1);
                if (process.waitFor() != 0) {
                    throw new PlaygroundException("the bare reader failed");
                }
                return new long[] {Long.parseLong(said[0]), Long.parseLong(said[1])};
            } catch (IOException e) {
                throw new PlaygroundException("the bare reader can't be run: " + e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new PlaygroundException("interrupted while the bare reader ran");
            }
        }

        private void memory(String when) {
            Memory memory = Memory.of(service().pid());
            console.plain("%s: RSS %d MiB, of it anonymous %d MiB (wanted: RSS below 300)"
                    .formatted(when, memory.rssKib() / 1024, memory.anonymousKib() / 1024));
        }

        private void scrape() {
            var pages = new PagesBench(service().address(), console);
            pages.repeated("scrape", "/q/metrics", "wanted: below 0.1 s");
        }
    }
}
