package dev.ondes.agent;

import dev.ondes.agent.end.EndPace;
import dev.ondes.agent.script.Watch;
import dev.ondes.agent.trace.Pace;
import dev.ondes.agent.tries.Patience;
import dev.ondes.contracts.pod.AgentJson;
import dev.ondes.contracts.pod.AgentReport;
import dev.ondes.contracts.pod.PodLayout;
import dev.ondes.contracts.retry.Backoff;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A pod without Kubernetes: the agent in a thread, the build container as a real process with the real command line. */
final class TestPod implements AutoCloseable {
    /** How long a GitLab may be away before its pod gives up. */
    static final Duration PATIENCE = Duration.ofSeconds(6);

    /** Tells the build container, and all that it starts, where the kernel's files of its cgroup would be. */
    private static final String CGROUP = "ONDES_CGROUP";

    private final Path root;
    private final FakeGitLab gitlab;
    private final BuildImage image;
    private final AgentSettings settings;
    private final Agent agent;
    private @Nullable Process build;

    TestPod(Path root, FakeGitLab gitlab) throws IOException {
        this(root, gitlab, BuildImage.WITH_BASH);
    }

    TestPod(Path root, FakeGitLab gitlab, BuildImage image) throws IOException {
        this(root, gitlab, image, null);
    }

    /** @param secretsCa whom to trust as to the certificates of secrets providers */
    TestPod(Path root, FakeGitLab gitlab, BuildImage image, @Nullable Path secretsCa) throws IOException {
        this.root = root;
        this.gitlab = gitlab;
        this.image = image;
        for (String directory : List.of("ondes", "builds", "tmp")) {
            Files.createDirectories(root.resolve(directory));
        }
        settings = new AgentSettings(
                shared(),
                root.resolve("builds"),
                root.resolve("job.json"),
                root.resolve("termination-log"),
                root.resolve("tmp"),
                root.resolve("notice"),
                gitlab.authority(),
                secretsCa,
                "node-1",
                "ondes-small-4711-1",
                quick());
        agent = new Agent(settings, Clock.systemUTC());
    }

    /** The ordinary times, made short enough for tests. */
    private static Tempo quick() {
        return new Tempo(
                new Pace(
                        Duration.ofMillis(50),
                        Duration.ofMillis(100),
                        Duration.ofMillis(20),
                        Duration.ofMillis(300),
                        Duration.ofMillis(50),
                        Duration.ofMillis(20),
                        Duration.ofMillis(200)),
                new Watch(
                        Duration.ofMillis(10),
                        Duration.ofMillis(20),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(8),
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(3),
                        Duration.ofMillis(20),
                        Duration.ofSeconds(2)),
                new EndPace(5, Duration.ofMillis(20), Duration.ofMillis(100), Duration.ofSeconds(20)),
                new Patience(new Backoff(Duration.ofMillis(20), Duration.ofMillis(100)), PATIENCE),
                Duration.ofMillis(10),
                Duration.ofSeconds(3));
    }

    Path shared() {
        return root.resolve("ondes");
    }

    /** What the kernel shows to the build container of its cgroup. */
    void cgroup(Map<String, String> files) throws IOException {
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = cgroup().resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
    }

    /** The pod's annotation changes, and the file with it, in one step. */
    void notice(String decision, String line) throws IOException {
        Path written = root.resolve("notice.new");
        Files.writeString(written, "{\"decision\": \"" + decision + "\", \"line\": \"" + line + "\"}");
        Files.move(written, settings.noticeFile(), StandardCopyOption.ATOMIC_MOVE);
    }

    Path project() {
        return root.resolve("builds/group/project");
    }

    Agent agent() {
        return agent;
    }

    /**
     * Starts the build container.
     *
     * @param wrapper program that starts it, such as one that changes the user
     */
    TestPod build(String... wrapper) throws IOException {
        Path path = root.resolve("path");
        image.fill(path);
        List<String> command = new ArrayList<>(List.of(wrapper));
        command.addAll(List.of(path.resolve("sh").toString(), "-c", PodLayout.BUILD_COMMAND));
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(root.resolve("build-output").toFile());
        builder.environment()
                .putAll(Map.of(
                        "PATH",
                        path.toString(),
                        PodLayout.DIR_VARIABLE,
                        shared().toString(),
                        PodLayout.BUILDS_VARIABLE,
                        root.resolve("builds").toString(),
                        CGROUP,
                        cgroup().toString()));
        build = builder.start();
        return this;
    }

    Process buildProcess() {
        return Objects.requireNonNull(build);
    }

    /** Starts the agent; its report, or null, comes at its end. */
    CompletableFuture<@Nullable AgentReport> start(TestJob job) throws IOException {
        Files.write(settings.jobFile(), AgentJson.write(job.at(gitlab.url())));
        var ended = new CompletableFuture<@Nullable AgentReport>();
        Thread.ofPlatform().daemon().start(() -> {
            try {
                ended.complete(agent.run());
            } catch (Throwable e) {
                ended.completeExceptionally(e);
            }
        });
        return ended;
    }

    /**
     * Starts the agent as the process that it is in a pod: by the launcher of its image, with nothing of this machine's environment but
     * where programs are, and with its log beside the pod's folders.
     *
     * @param wrapper program that starts it
     */
    Process agentProcess(String... wrapper) throws IOException {
        List<String> command = new ArrayList<>(List.of(wrapper));
        command.add(AgentImage.fill(root.resolve("image")).toString());
        var builder = new ProcessBuilder(command)
                .redirectError(root.resolve("agent-log").toFile());
        builder.environment().clear();
        builder.environment()
                .putAll(Map.of(
                        "PATH",
                        System.getenv("PATH"),
                        "JAVA_TOOL_OPTIONS",
                        "-Djava.io.tmpdir=" + settings.temporary(),
                        PodLayout.DIR_VARIABLE,
                        settings.shared().toString(),
                        PodLayout.BUILDS_VARIABLE,
                        settings.builds().toString(),
                        PodLayout.JOB_FILE_VARIABLE,
                        settings.jobFile().toString(),
                        PodLayout.TERMINATION_VARIABLE,
                        settings.termination().toString()));
        if (settings.gitlabCa() != null) {
            builder.environment()
                    .put(PodLayout.GITLAB_CA_VARIABLE, settings.gitlabCa().toString());
        }
        return builder.start();
    }

    AgentReport run(TestJob job) throws Exception {
        AgentReport report = start(job).get(60, TimeUnit.SECONDS);
        if (report == null) {
            throw new AssertionError("the agent left no report");
        }
        return report;
    }

    AgentReport termination() throws IOException {
        return AgentJson.readReport(Files.readAllBytes(settings.termination()));
    }

    boolean hasTermination() {
        return Files.exists(settings.termination());
    }

    /**
     * Ends the build container with all that its scripts left behind, as the kubelet would: until none is left, since a shell whose
     * child was killed first goes on and starts the next.
     */
    @Override
    public void close() {
        for (List<ProcessHandle> left = inside(); !left.isEmpty(); left = inside()) {
            left.forEach(ProcessHandle::destroyForcibly);
        }
    }

    private List<ProcessHandle> inside() {
        return ProcessHandle.allProcesses().filter(this::isInside).toList();
    }

    private boolean isInside(ProcessHandle process) {
        Path proc = Path.of("/proc", Long.toString(process.pid()));
        try {
            return Files.readString(proc.resolve("environ"), StandardCharsets.ISO_8859_1)
                            .contains(CGROUP + "=" + cgroup() + "\0")
                    || Files.readSymbolicLink(proc.resolve("cwd")).startsWith(root.resolve("builds"));
        } catch (IOException e) {
            return false; // it ended, or is a kernel's
        }
    }

    private Path cgroup() {
        return root.resolve("cgroup");
    }
}
