package dev.ondes.playground.bench;

import dev.ondes.playground.demo.Console;
import dev.ondes.playground.process.PlaygroundException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What a browser fetches until it can paint a page: the page, then its style sheets and scripts. For one thread. */
final class PagesBench {
    private static final List<String> PAGES =
            List.of("/", "/jobs", "/jobs/1", "/nodes", "/builds", "/queues", "/alerts", "/cost");
    private static final Pattern FILE = Pattern.compile("(?:href|src)=\"([^\"]+\\.(?:css|js))\"");
    private static final int TIMES = 20;

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI service;
    private final Console console;

    PagesBench(URI service, Console console) {
        this.service = service;
        this.console = console;
    }

    /** Each page as the first one that this process serves of its kind. */
    void first() {
        // This client's own classes are not the service's time.
        fetch("/q/health/live");
        List<Duration> times = new ArrayList<>();
        Set<String> files = new LinkedHashSet<>();
        for (String page : PAGES) {
            long begin = System.nanoTime();
            var wanted = FILE.matcher(fetch(page));
            while (wanted.find()) {
                if (files.add(wanted.group(1))) {
                    fetch(wanted.group(1));
                }
            }
            Duration time = Duration.ofNanos(System.nanoTime() - begin);
            times.add(time);
            console.plain(String.format(Locale.ROOT, "first %-9s %.3f s", page + ":", Percentiles.seconds(time)));
        }
        say("first request of each page, with files", times, "wanted: below 0.3 s");
    }

    /** And later, its files kept by the browser. */
    void again() {
        PAGES.forEach(page -> repeated(page, page, "wanted: below 0.3 s"));
    }

    void repeated(String what, String path, String wanted) {
        List<Duration> times = new ArrayList<>();
        int size = 0;
        for (int i = 0; i < TIMES; i++) {
            long begin = System.nanoTime();
            size = fetch(path).length();
            times.add(Duration.ofNanos(System.nanoTime() - begin));
        }
        say(what + ", " + size / 1024 + " KiB", times, wanted);
    }

    private void say(String what, List<Duration> times, String wanted) {
        console.plain("%-42s %s; %s".formatted(what + ":", new Percentiles(times), wanted));
    }

    String fetch(String path) {
        try {
            var answer = http.send(
                    HttpRequest.newBuilder(service.resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new PlaygroundException(path + " was answered with " + answer.statusCode());
            }
            return answer.body();
        } catch (IOException e) {
            throw new PlaygroundException(path + " was not answered: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlaygroundException("interrupted while fetching " + path);
        }
    }
}
