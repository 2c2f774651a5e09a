package dev.ondes.playground.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ondes.contracts.event.SystemFailure;
import dev.ondes.playground.cluster.Cluster;
import dev.ondes.playground.cluster.ClusterKind;
import dev.ondes.playground.cluster.MoreImages;
import dev.ondes.playground.demo.LogText;
import dev.ondes.playground.platform.CiJob;
import dev.ondes.playground.platform.EventLog;
import dev.ondes.playground.platform.GitLabApi;
import dev.ondes.playground.platform.Home;
import dev.ondes.playground.platform.Platform;
import dev.ondes.playground.platform.Repository;
import dev.ondes.playground.platform.Service;
import dev.ondes.playground.process.Folders;
import dev.ondes.playground.process.LeftOvers;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** A cluster and the platform on it, and what a test does with them. {@link Worlds} says whose it is. */
final class World implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final AtomicInteger PROJECTS = new AtomicInteger();

    private final Path folder;
    private final Cluster cluster;
    private final Platform platform;
    private final EventLog events;
    private final KubernetesClient kubernetes;

    private World(Path folder, Cluster cluster, Platform platform) {
        this.folder = folder;
        this.cluster = cluster;
        this.platform = platform;
        this.events = EventLog.listen(platform.broker().url());
        this.kubernetes = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(cluster.kubeconfig().toFile()))
                .build();
    }

    /** @param name of the folder for settings, data and logs, which stays for whoever looks into a failure */
    static World start(String name, ClusterKind kind, Platform.Options options, Set<MoreImages> more) {
        Path folder = Home.here().file("playground/target/e2e/" + name);
        LeftOvers.end(folder);
        Folders.delete(folder);
        System.out.println("platform of this test class: " + folder);
        Cluster cluster = kind.start(Home.here().folder(), folder.resolve("cluster"), more, System.out::println);
        try {
            return new World(
                    folder, cluster, Platform.start(Home.here(), cluster, folder, options, System.out::println));
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    /** Settings, data and logs of this platform. */
    Path folder() {
        return folder;
    }

    Cluster cluster() {
        return cluster;
    }

    Platform platform() {
        return platform;
    }

    GitLabApi gitlab() {
        return platform.gitlab();
    }

    EventLog events() {
        return events;
    }

    KubernetesClient kubernetes() {
        return kubernetes;
    }

    /** A pipeline that a push made. */
    record Run(long project, long pipeline) {}

    /** Pushes a folder as a new project. */
    Run push(Path source) {
        String path = "tests/project-" + PROJECTS.incrementAndGet();
        return push(gitlab().createProject(path), path, source);
    }

    private Run push(long project, String path, Path source) {
        Repository.push(source, gitlab().pushUrl(path), folder);
        long pipeline = await().atMost(Duration.ofSeconds(10))
                .until(() -> gitlab().latestPipeline(project), java.util.Optional::isPresent)
                .orElseThrow()
                .path("id")
                .asLong();
        return new Run(project, pipeline);
    }

    /** Pushes a project that consists of a pipeline alone. */
    Run push(String gitlabCi) {
        return push(source(gitlabCi));
    }

    private Path source(String gitlabCi) {
        try {
            Path source = Files.createTempDirectory(folder, "source-");
            Files.writeString(source.resolve(".gitlab-ci.yml"), gitlabCi);
            return source;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Pushes a pipeline alone to a project that is there. */
    Run push(long project, String path, String gitlabCi) {
        return push(project, path, source(gitlabCi));
    }

    /** Pushes a pipeline alone as a new project that has a masked variable. */
    Run pushWithVariable(String key, String value, String gitlabCi) {
        return pushWithVariable(key, value, source(gitlabCi));
    }

    Run pushWithVariable(String key, String value, Path source) {
        String path = "tests/project-" + PROJECTS.incrementAndGet();
        long project = gitlab().createProject(path);
        gitlab().post(
                        "/api/v4/projects/" + project + "/variables",
                        java.util.Map.of("key", key, "value", value, "masked", true));
        return push(project, path, source);
    }

    /** The jobs as they are now. */
    List<CiJob> jobs(Run run) {
        return gitlab().jobs(run.project(), run.pipeline());
    }

    CiJob job(Run run, String name) {
        return jobs(run).stream()
                .filter(job -> job.name().equals(name))
                .reduce((first, last) -> last)
                .orElseThrow();
    }

    /** Waits for the pipeline's end; gives its jobs. */
    List<CiJob> awaitEnd(Run run) {
        List<CiJob> jobs = awaitEnd(run, Duration.ZERO);
        boolean canceled = jobs.stream().anyMatch(job -> job.status().equals("canceled"));
        // It may be about to run anew, if it was lost on its way to us.
        return canceled ? awaitEnd(run, Duration.ofSeconds(1)) : jobs;
    }

    private List<CiJob> awaitEnd(Run run, Duration first) {
        return await().atMost(LIMIT)
                .pollDelay(first)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> jobs(run), jobs -> !jobs.isEmpty() && jobs.stream().allMatch(CiJob::ended));
    }

    /**
     * The jobs without those that were lost on their way to us and run anew: of them GitLab shows the second one alone.
     * Each of them was told in an event.
     */
    List<CiJob> withoutLostOnes(List<CiJob> jobs) {
        List<String> lost = events.all(SystemFailure.class)
                .filter(failure -> failure.kind().equals("answer-lost"))
                .map(SystemFailure::about)
                .toList();
        return jobs.stream()
                .filter(job -> !(job.status().equals("canceled") && lost.contains(Long.toString(job.id()))))
                .toList();
    }

    /** Waits until a job's log holds the text. */
    void awaitLog(Run run, String job, String text) {
        await().atMost(LIMIT)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> log(run, job(run, job)).contains(text));
    }

    String log(Run run, CiJob job) {
        return new String(gitlab().log(run.project(), job.id()), StandardCharsets.UTF_8);
    }

    /** The log's lines as a person sees them. */
    List<String> lines(Run run, CiJob job) {
        return LogText.plainLines(log(run, job));
    }

    List<Pod> pods(CiJob job) {
        return kubernetes
                .pods()
                .inNamespace(cluster.namespace())
                .withLabel("ondes.dev/job", Long.toString(job.id()))
                .list()
                .getItems();
    }

    /** The scheduler that leads; waits for one. */
    Service leader() {
        return leader(platform.schedulers(), "ondes_scheduler_leading");
    }

    /**
     * The one that leads; waits for one.
     *
     * @param leading name of the metric by which they say it
     */
    Service leader(List<Service> replicas, String leading) {
        return await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> replicas.stream()
                                .filter(Service::alive)
                                .filter(replica -> leads(replica, leading))
                                .findFirst(),
                        java.util.Optional::isPresent)
                .orElseThrow();
    }

    private static boolean leads(Service replica, String leading) {
        String metrics = replica.get("/q/metrics");
        return metrics != null && metrics.lines().anyMatch(line -> line.matches(leading + "(\\{.*})? 1\\.0"));
    }

    /** No pod and no Secret of a job remains: waits for it, since the scheduler cleans up a moment after a job's end. */
    void awaitNothingLeft() {
        await().atMost(Duration.ofSeconds(90))
                .untilAsserted(() -> assertThat(left()).isEmpty());
    }

    /** Pods and Secrets of jobs that are there now. */
    List<String> left() {
        List<HasMetadata> left = new ArrayList<>();
        left.addAll(kubernetes
                .pods()
                .inNamespace(cluster.namespace())
                .withLabel("app.kubernetes.io/managed-by", "ondes")
                .list()
                .getItems());
        left.addAll(kubernetes
                .secrets()
                .inNamespace(cluster.namespace())
                .withLabel("app.kubernetes.io/managed-by", "ondes")
                .list()
                .getItems());
        return left.stream()
                .map(thing -> thing.getKind() + " " + thing.getMetadata().getName())
                .toList();
    }

    /** Makes the simulated GitLab misbehave. */
    JsonNode fault(String json) {
        try {
            return gitlab().post(
                            "/-/ondes/faults",
                            new com.fasterxml.jackson.databind.ObjectMapper()
                                    .readValue(json, new com.fasterxml.jackson.core.type.TypeReference<>() {}));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** From now on it behaves again. */
    void endFaults() {
        gitlab().delete("/-/ondes/faults");
    }

    @Override
    public void close() {
        // The cluster in any case: its place would stay taken until this process ends.
        try (cluster;
                platform;
                events) {
            kubernetes.close();
        }
    }
}
