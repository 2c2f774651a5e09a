package dev.ondes.alerter.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.alerter.fleet.Fleet;
import dev.ondes.alerter.fleet.Snapshot;
import dev.ondes.alerter.fleet.Staleness;
import dev.ondes.alerter.meter.Buckets;
import dev.ondes.alerter.meter.FleetGauges;
import dev.ondes.alerter.meter.JobCounters;
import dev.ondes.alerter.testing.Programs;
import dev.ondes.alerter.testing.SimulatedWeek;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The week of {@link WeekTest} as Prometheus sees it: our metrics, scraped every half minute, and the rules of {@code deploy/}, evaluated by
 * its own tool. They begin in the minute of the list or the one beside it, since they look at half minutes and at rates that Prometheus
 * extrapolates; they end up to three minutes later, since they look at the worst of two minutes; and nothing else fires.
 */
@SuppressWarnings("deprecation")
class PrometheusWeekIT {
    private static final Duration SCRAPE = Duration.ofSeconds(30);
    private static final Duration BEGINS_WITHIN = Duration.ofMinutes(1);
    private static final Duration ENDS_WITHIN = Duration.ofMinutes(3);
    private static final Path RULES =
            Path.of("..", "deploy", "prometheus").toAbsolutePath().normalize();

    /** What the rules read. */
    private static final Set<String> METRICS = Set.of(
            "ondes_jobs_pending",
            "ondes_jobs_pending_oldest_seconds",
            "ondes_jobs_running",
            "ondes_jobs_stuck",
            "ondes_capacity_active",
            "ondes_capacity_limit",
            "ondes_capacity_reported_timestamp_seconds",
            "ondes_journal_last_event_timestamp_seconds",
            "ondes_jobs_completed_total",
            "ondes_jobs_system_failures_total",
            "ondes_jobs_script_failures_total");

    /** The values of one series, as the tool writes them: what repeats is said once. */
    private static final class Values {
        private final StringBuilder text = new StringBuilder();
        private String value = "_";
        private int since;

        void at(int scrape, String next) {
            if (!next.equals(value)) {
                end(scrape);
                value = next;
                since = scrape;
            }
        }

        String end(int scrape) {
            int times = scrape - since;
            if (times > 0) {
                text.append(value.equals("_") ? "_x" + times : value + "+0x" + (times - 1))
                        .append(' ');
            }
            since = scrape;
            return text.toString();
        }
    }

    @Test
    void rulesFireAtTheMinutesOfTheListAndNowhereElse(@TempDir Path folder) throws Exception {
        // Given
        String promtool = Programs.need("promtool").toString();
        Path week = Files.writeString(folder.resolve("week.yaml"), test(scrapes()));

        // When
        Process process = new ProcessBuilder(promtool, "test", "rules", week.toString())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        // Then
        assertThat(process.waitFor()).as(said).isZero();
    }

    private static Map<String, Values> scrapes() {
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        var counters = new JobCounters(registry, Buckets.STANDARD);
        var fleet = new Fleet(Staleness.STANDARD, AlertWatch.windows(StandardRules.all()), counters);
        var newest = new AtomicReference<>(fleet.snapshot(SimulatedWeek.MONDAY));
        var gauges = new FleetGauges(registry, newest::get, counters, Buckets.STANDARD);
        Map<String, Values> series = new TreeMap<>();
        var scrapes = new Object() {
            int number;

            Instant next() {
                return SimulatedWeek.MONDAY.plus(SCRAPE.multipliedBy(number));
            }
        };
        SimulatedWeek.fleet().run((arrival, event) -> {
            while (!arrival.isBefore(scrapes.next())) {
                Snapshot snapshot = fleet.snapshot(scrapes.next());
                newest.set(snapshot);
                gauges.see(snapshot);
                read(registry, series, scrapes.number++);
            }
            fleet.on(event, arrival);
        });
        return series;
    }

    /** Time begins at 0 for the tool. */
    private static void read(PrometheusMeterRegistry registry, Map<String, Values> series, int scrape) {
        registry.scrape("text/plain; version=0.0.4; charset=utf-8", METRICS)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .forEach(line -> {
                    int space = line.lastIndexOf(' ');
                    String name = line.substring(0, space);
                    double value = Double.parseDouble(line.substring(space + 1));
                    double shown = name.endsWith("_timestamp_seconds") && value > 0
                            ? value - SimulatedWeek.MONDAY.getEpochSecond()
                            : value;
                    series.computeIfAbsent(name, _ -> new Values()).at(scrape, Double.toString(shown));
                });
    }

    private static String test(Map<String, Values> series) {
        int scrapes = (int) SimulatedWeek.LENGTH.dividedBy(SCRAPE);
        var text = new StringBuilder("""
                rule_files: ['%1$s/recording-rules.yaml', '%1$s/alerting-rules.yaml']
                evaluation_interval: 30s
                tests:
                  - interval: 30s
                    input_series:
                """.formatted(RULES));
        series.forEach((name, values) -> text.append("      - {series: '")
                .append(name)
                .append("', values: '")
                .append(values.end(scrapes).strip())
                .append("'}\n"));
        text.append("    promql_expr_test:\n");
        Map<String, Instant> since = new HashMap<>();
        Map<String, Long> firing = new TreeMap<>();
        for (String line : SimulatedWeek.LIST) {
            String[] words = line.split(" ", 4);
            Instant minute = SimulatedWeek.at(words[0] + " " + words[1]);
            String alert = words[3];
            if (words[2].equals("fires")) {
                since.put(alert, minute);
                expect(text, minute.minus(BEGINS_WITHIN), firing(labels(alert)) + " or vector(0)", number(0));
                expect(text, minute.plus(BEGINS_WITHIN), firing(labels(alert)), number(1));
            } else {
                firing.merge(alert, scrapes(Objects.requireNonNull(since.remove(alert)), minute), Long::sum);
                expect(text, minute.minus(BEGINS_WITHIN), firing(labels(alert)), number(1));
                expect(text, minute.plus(ENDS_WITHIN), firing(labels(alert)) + " or vector(0)", number(0));
            }
        }
        nothingElse(text, firing);
        return text.toString();
    }

    /** In the whole week: these alerts, each about as long as its times in the list together. */
    private static void nothingElse(StringBuilder text, Map<String, Long> firing) {
        Instant end = SimulatedWeek.MONDAY.plus(SimulatedWeek.LENGTH);
        String all = "count_over_time(ALERTS{alertstate=\"firing\", alertname!=\"CiWatchdog\"}[7d])";
        expect(
                text,
                end,
                "group by (alertname, class) (" + all + ")",
                firing.keySet().stream()
                        .map(alert -> "{labels: '{" + labels(alert) + "}', value: 1}")
                        .collect(Collectors.joining(", ")));
        long slack = ENDS_WITHIN.plus(BEGINS_WITHIN).dividedBy(SCRAPE);
        firing.forEach((alert, scrapes) -> expect(
                text,
                end,
                "abs(sum(count_over_time(ALERTS{alertstate=\"firing\", " + labels(alert) + "}[7d])) - " + scrapes
                        + ") <= bool " + slack,
                number(1)));
    }

    private static void expect(StringBuilder text, Instant at, String query, String samples) {
        long minutes = Duration.between(SimulatedWeek.MONDAY, at).toMinutes();
        text.append("      - {eval_time: %dm, expr: '%s', exp_samples: [%s]}%n".formatted(minutes, query, samples));
    }

    private static String number(int value) {
        return "{labels: '{}', value: " + value + "}";
    }

    private static String firing(String labels) {
        return "count(ALERTS{alertstate=\"firing\", " + labels + "})";
    }

    private static long scrapes(Instant from, Instant until) {
        return Duration.between(from, until).dividedBy(SCRAPE);
    }

    /** Of {@code name/class}. */
    private static String labels(String alert) {
        int slash = alert.indexOf('/');
        return slash < 0
                ? "alertname=\"" + alert + "\""
                : "alertname=\"" + alert.substring(0, slash) + "\", class=\"" + alert.substring(slash + 1) + "\"";
    }
}
