package dev.ondes.playground.bench;

import dev.ondes.contracts.event.PodCreated;
import dev.ondes.playground.cluster.ClusterKind;
import dev.ondes.playground.demo.Console;
import dev.ondes.playground.demo.Session;
import dev.ondes.playground.platform.CiJob;
import dev.ondes.playground.platform.EventLog;
import dev.ondes.playground.platform.GitLabApi;
import dev.ondes.playground.platform.Platform;
import dev.ondes.playground.platform.Repository;
import dev.ondes.playground.platform.RunnerClass;
import dev.ondes.playground.platform.Service;
import dev.ondes.playground.process.PlaygroundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code ./ondes bench dispatch}: how long a job takes to begin, what we add to it, what it costs the API server, and
 * what our programs need; beside it the floor, a bare pod on the same cluster.
 */
@Command(
        name = "dispatch",
        description = "Start latency, overhead, Kubernetes calls, memory; beside it a bare pod's figures.")
public final class DispatchBench implements Callable<Integer> {
    private static final Duration LIMIT = Duration.ofMinutes(10);

    @Option(
            names = "--cluster",
            description = "embedded, real, k3s or kubeconfig[=FILE]; default: real where it is built, else embedded")
    private @Nullable String cluster;

    @Option(names = "--jobs", description = "jobs in each run (default ${DEFAULT-VALUE})")
    private int jobs = 40;

    @Override
    public Integer call() throws IOException {
        Console console = Console.standard();
        var options = Platform.Options.DEMO.withClasses(
                new RunnerClass("standard", List.of("linux"), 12, List.of("spot", "on-demand"), RunnerClass.SMALL),
                // No node has room for its pods: so only the way to the pod is measured, not this machine's breath.
                new RunnerClass("nowhere", List.of("nowhere"), 500, List.of("on-demand"), "64"));
        try (var session = Session.start(ClusterKind.choose(cluster), options, console);
                var events = EventLog.listen(session.platform().broker().url())) {
            new Run(session, events, console).all(jobs);
        }
        return 0;
    }

    /** One run on one platform. */
    private record Run(Session session, EventLog events, Console console) {

        void all(int jobs) throws IOException {
            startAlone();
            Percentiles floor = new BarePods(session.cluster()).firstLine(10);
            long project = session.platform().gitlab().createProject("bench/dispatch");
            drain(project, push(project, "bench/dispatch", "linux", JobTimes.SCRIPT));
            // The first jobs of a new platform run cold code: they are no measure of it.
            drain(project, pipelines(project, 3, Duration.ofSeconds(1)));
            Map<String, Integer> before = calls();

            List<Long> slow = drain(project, pipelines(project, jobs, Duration.ofSeconds(1)));
            List<JobTimes> times = JobTimes.read(session.platform().gitlab(), events, project, slow);
            console.plain("");
            console.plain("1 job/s, %d jobs, each `sleep 1`:".formatted(times.size()));
            Percentiles script = percentiles(times.stream().map(JobTimes::untilScript));
            say("pending → pod created", percentiles(times.stream().map(JobTimes::untilPod)));
            say("pending → script's first line", script);
            say(
                    "overhead (end known − pending − script)",
                    percentiles(times.stream().map(JobTimes::overhead)));
            say("floor: bare pod, create → first line", floor);
            console.plain(String.format(
                    Locale.ROOT,
                    "  ratio to the floor, p50:                     %.1f",
                    Percentiles.seconds(script.at(50)) / Percentiles.seconds(floor.at(50))));
            apiCalls(before, slow.size());

            console.plain("5 jobs/s, %d jobs, whose pods find no node:".formatted(2 * jobs));
            long nowhere = session.platform().gitlab().createProject("bench/nowhere");
            cancel(nowhere, push(nowhere, "bench/nowhere", "nowhere", "true"));
            List<Long> waiting = pipelines(nowhere, 2 * jobs, Duration.ofMillis(200));
            events.await(Duration.ofSeconds(30), PodCreated.class, 3L + jobs + waiting.size());
            say(
                    "pending → pod created",
                    percentiles(JobTimes.untilPod(session.platform().gitlab(), events, waiting).stream()));
            cancel(nowhere, waiting);
            services("after %d jobs".formatted(3 + 3 * jobs));
            agent();
        }

        private void agent() throws IOException {
            long project = session.platform().gitlab().createProject("bench/agent");
            drain(
                    project,
                    push(
                            project,
                            "bench/agent",
                            "linux",
                            "i=0; while [ $i -lt 100 ]; do head -c 75000 /dev/urandom | base64; i=$((i+1)); sleep 0.05; done"));
            // The log of 10 MB is longer than GitLab's usual limit, but the agent must read it all.
            long pipeline = create(project);
            Memory most = new Memory(0, 0, 0);
            while (session.platform().gitlab().jobs(project, pipeline).stream().anyMatch(job -> !job.ended())) {
                most = Memory.processes("ondes-agent/job-agent.jar")
                        .map(Memory::of)
                        .reduce(most, Memory::max);
                events.awaitNext(Duration.ofMillis(50));
            }
            console.plain("job-agent while it streams a log of 10 MB: RSS %d MiB, of it anonymous %d MiB"
                    .formatted(most.rssKib() / 1024, most.anonymousKib() / 1024));
        }

        /** One after the other: together they would wait for each other's processor time. */
        private void startAlone() {
            services().forEach(service -> {
                service.close();
                service.start();
                service.awaitReady();
                console.plain(String.format(
                        Locale.ROOT,
                        "%-16s start of the process until ready: %.1f s",
                        service.name(),
                        Percentiles.seconds(service.startTime())));
            });
        }

        private void services(String when) {
            services()
                    .forEach(service -> console.plain("%-16s %s: RSS %d MiB"
                            .formatted(
                                    service.name(),
                                    when,
                                    Memory.of(service.pid()).rssKib() / 1024)));
        }

        private Stream<Service> services() {
            Platform platform = session.platform();
            return Stream.concat(Stream.of(platform.dispatcher()), platform.schedulers().stream());
        }

        private Map<String, Integer> calls() {
            return session.cluster().auditLog().map(ApiCalls::ofScheduler).orElse(Map.of());
        }

        private void apiCalls(Map<String, Integer> before, int jobs) {
            if (session.cluster().auditLog().isEmpty()) {
                console.plain("  Kubernetes calls of ours: this cluster has no audit log");
                return;
            }
            console.plain("  Kubernetes calls of ours for a job:          " + ApiCalls.each(before, calls(), jobs));
        }

        /** @return the jobs of the pipeline that the push began */
        private List<Long> push(long project, String path, String tag, String script) throws IOException {
            Path source = Files.createTempDirectory(session.folder(), "bench-");
            Files.writeString(source.resolve(".gitlab-ci.yml"), """
                    job:
                      tags: [%s]
                      variables: {GIT_STRATEGY: none}
                      script:
                        - '%s'
                    """.formatted(tag, script.replace("'", "''")));
            GitLabApi gitlab = session.platform().gitlab();
            Repository.push(source, gitlab.pushUrl(path), session.folder());
            return gitlab
                    .jobs(
                            project,
                            gitlab.latestPipeline(project)
                                    .orElseThrow()
                                    .path("id")
                                    .asLong())
                    .stream()
                    .map(CiJob::id)
                    .toList();
        }

        /** Nobody else would end them before long: their pods find no node. */
        private void cancel(long project, List<Long> jobs) {
            jobs.forEach(job -> session.platform().gitlab().cancel(project, job));
            drain(project, jobs);
        }

        private long create(long project) {
            return session.platform()
                    .gitlab()
                    .post("/api/v4/projects/" + project + "/pipeline?ref=main", Map.of())
                    .path("id")
                    .asLong();
        }

        /** Makes pipelines of one job at a steady pace; gives the jobs' ids. */
        private List<Long> pipelines(long project, int number, Duration pace) {
            return madeAt(pace, number, () -> create(project)).stream()
                    .flatMap(pipeline -> session.platform().gitlab().jobs(project, pipeline).stream())
                    .map(CiJob::id)
                    .toList();
        }

        private static List<Long> madeAt(Duration pace, int number, Callable<Long> make) {
            try (var timer = Executors.newSingleThreadScheduledExecutor()) {
                List<ScheduledFuture<Long>> ordered = new ArrayList<>();
                for (int i = 0; i < number; i++) {
                    ordered.add(timer.schedule(make, i * pace.toMillis(), TimeUnit.MILLISECONDS));
                }
                List<Long> made = new ArrayList<>();
                for (ScheduledFuture<Long> one : ordered) {
                    made.add(one.get());
                }
                return made;
            } catch (ExecutionException e) {
                throw new PlaygroundException("no pipeline could be made: " + e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new PlaygroundException("interrupted while making pipelines");
            }
        }

        /** Waits until all have ended; gives them back. */
        private List<Long> drain(long project, List<Long> jobs) {
            long end = System.nanoTime() + LIMIT.toNanos();
            for (long job : jobs) {
                while (!session.platform().gitlab().job(project, job).ended()) {
                    if (System.nanoTime() > end) {
                        throw new PlaygroundException(
                                "job " + job + " did not end within " + LIMIT.toMinutes() + " min");
                    }
                    events.awaitNext(Duration.ofMillis(100));
                }
            }
            return jobs;
        }

        private void say(String what, Percentiles times) {
            console.plain("  %-44s %s".formatted(what + ":", times));
        }

        private static Percentiles percentiles(Stream<Duration> times) {
            return new Percentiles(times.toList());
        }
    }
}
