package dev.ondes.playground.demo;

import dev.ondes.contracts.event.JobFinished;
import dev.ondes.contracts.event.PodCreated;
import dev.ondes.playground.cluster.ClusterKind;
import dev.ondes.playground.platform.Alerting;
import dev.ondes.playground.platform.CiJob;
import dev.ondes.playground.platform.EventLog;
import dev.ondes.playground.platform.InterruptionKind;
import dev.ondes.playground.platform.Platform;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./ondes demo}: the sample repository's pipeline through the whole platform, and a table at the end. */
@Command(
        name = "demo",
        description = "Runs the sample repository's pipeline through the whole platform, and shows it.",
        footer = "Exits 0 only if every job ended as expected.")
public final class DemoCommand implements Callable<Integer> {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final String VICTIM = "node2";
    private static final Duration NOTICE = Duration.ofSeconds(10);

    @Option(
            names = "--cluster",
            description = "embedded, real, k3s or kubeconfig[=FILE]; default: real where it is built, else embedded")
    private @Nullable String cluster;

    @Option(
            names = "--expect",
            description = "expect another end of a job, as in unit-tests=failed (may be given again)")
    private List<String> changes = new ArrayList<>();

    @Option(
            names = "--interrupt",
            description = "take a spot node away, with notice, while the pipeline runs: no job dies of it")
    private boolean interrupt;

    @Override
    public Integer call() {
        ClusterKind kind = ClusterKind.choose(cluster);
        Expectation expectation = kind.buildsImages() ? Expectation.SAMPLE_WITH_IMAGES : Expectation.SAMPLE;
        for (String change : changes) {
            expectation = expectation.but(change);
        }
        Console console = Console.standard();
        Instant begin = Instant.now();
        Platform.Options options = Platform.Options.DEMO
                .withSpotWatchers(interrupt ? 1 : 0)
                .withAlerting(Alerting.Wanted.ONE)
                .withCaches(true)
                .withImages(kind.buildsImages());
        if (!kind.buildsImages()) {
            console.say(
                    "no image is built here, for that takes real nodes: ./ondes demo --cluster real builds one too");
        }
        try (var session = Session.start(kind, options, console)) {
            console.say("platform ready after %.1f s"
                    .formatted(Duration.between(begin, Instant.now()).toMillis() / 1e3));
            return run(session, console, expectation);
        }
    }

    private int run(Session session, Console console, Expectation expectation) {
        Platform platform = session.platform();
        try (EventLog events = EventLog.listen(platform.broker().url())) {
            console.say("pushing the sample project to " + SampleProject.address(platform));
            Instant begin = Instant.now();
            long project = SampleProject.push(platform, session.folder());
            long pipeline = platform.gitlab()
                    .latestPipeline(project)
                    .orElseThrow()
                    .path("id")
                    .asLong();
            if (interrupt) {
                takeAway(platform, events, console);
            }
            List<CiJob> jobs;
            // No job waits for metrics-alerter; once they have ended it is about to go, too.
            try (var _ = LateWord.of(console, () -> address(platform.alerting()))) {
                jobs = new PipelineView(platform.gitlab(), events, console, project, pipeline).follow(LIMIT);
            }
            show(console, jobs, ended(events, jobs), begin);
            return verdict(console, expectation.differences(jobs));
        }
    }

    private static String address(Alerting alerting) {
        alerting.awaitReady();
        return "console and metrics: " + alerting.replicas().getFirst().address() + "   (/q/metrics)";
    }

    /** The node of the first job that has one, with little notice: what has begun on it ends, the rest moves. */
    private static void takeAway(Platform platform, EventLog events, Console console) {
        Thread.ofVirtual().start(() -> {
            if (events.await(LIMIT, PodCreated.class, 1)) {
                console.say("the cloud takes " + VICTIM + " back in " + NOTICE.toSeconds() + " s");
                platform.spot().interrupt(VICTIM, InterruptionKind.SPOT, NOTICE).join();
            }
        });
    }

    /** Ondes says a job's end a moment after GitLab knows it. */
    private static Map<Long, JobFinished> ended(EventLog events, List<CiJob> jobs) {
        long ran = jobs.stream().filter(job -> job.startedAt() != null).count();
        events.await(Duration.ofSeconds(15), JobFinished.class, ran);
        return events.all(JobFinished.class)
                .collect(Collectors.toMap(JobFinished::jobId, end -> end, (first, second) -> second));
    }

    private static void show(Console console, List<CiJob> jobs, Map<Long, JobFinished> ends, Instant begin) {
        console.plain("");
        ResultTable.lines(jobs, ends, begin).forEach(console::plain);
        console.plain("");
    }

    private static int verdict(Console console, List<String> differences) {
        if (differences.isEmpty()) {
            console.say(Console.verdict("The pipeline went as expected.", true));
            return 0;
        }
        console.say(Console.verdict("The pipeline did not go as expected:", false));
        differences.forEach(difference -> console.say("  " + difference));
        return 1;
    }
}
