package dev.ondes.playground.bench;

import dev.ondes.playground.demo.Console;
import dev.ondes.playground.process.PlaygroundException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntPredicate;

/**
 * From an event's publishing to who sees it: a scrape, and a browser, which hears that something changed and fetches the page anew. One event at
 * a time, at moments that have nothing to do with the service's own clock.
 */
record FreshnessBench(URI service, JournalFeed feed, MadeUpDay day, Console console) {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /**
     * @param last the number of the last job that is known
     * @param events how many times each way is measured
     */
    void run(int last, int events) {
        var pages = new PagesBench(service, console);
        double before = pending(pages);
        List<Duration> metric = measured(last, events, job -> pending(pages) >= before + job - last);
        say("event → its metric", metric);
        List<Duration> page = onConsole(last + events, events, pages);
        say("event → the console's page, once told", page);
    }

    private void say(String what, List<Duration> times) {
        console.plain("%-42s %s; wanted: p99 below 1 s".formatted(what + ":", new Percentiles(times)));
    }

    /** In all classes. Those of the measurement wait from their event on: nobody takes any. */
    private static double pending(PagesBench pages) {
        return pages.fetch("/q/metrics")
                .lines()
                .filter(line -> line.startsWith("ondes_jobs_pending{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private List<Duration> onConsole(int last, int events, PagesBench pages) {
        try (var news = ConsoleNews.follow(service)) {
            return measured(last, events, job -> {
                news.await(LIMIT);
                return pages.fetch("/jobs?q=" + job).contains("id=\"job-" + job + "\"");
            });
        }
    }

    private List<Duration> measured(int last, int events, IntPredicate seen) {
        var random = new Random(last);
        List<Duration> times = new ArrayList<>();
        for (int job = last + 1; job <= last + events; job++) {
            LockSupport.parkNanos(random.nextLong(Duration.ofSeconds(1).toNanos()));
            long begin = System.nanoTime();
            feed.say(day.observed(job, "pending", Instant.now()));
            feed.settle();
            while (!seen.test(job)) {
                if (System.nanoTime() - begin > LIMIT.toNanos()) {
                    throw new PlaygroundException("job " + job + " was not seen within " + LIMIT.toSeconds() + " s");
                }
            }
            times.add(Duration.ofNanos(System.nanoTime() - begin));
        }
        return times;
    }
}
