package dev.ondes.playground.tests;

import dev.ondes.playground.broker.Broker;
import dev.ondes.playground.cluster.ClusterKind;
import dev.ondes.playground.cluster.RealApiServer;
import dev.ondes.playground.demo.Console;
import dev.ondes.playground.platform.Home;
import dev.ondes.playground.process.PlaygroundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code ./ondes test}: the build with its gates and all tests, through Maven. Tests on a real cluster carry the tag
 * {@code real}; where no such cluster can be made they are left out, and that is said; with {@code CI=true} it is a
 * failure.
 */
@Command(name = "test", description = "Runs all tests that this machine can run, and says which were left out and why.")
public final class TestCommand implements Callable<Integer> {
    @Option(
            names = "--only",
            description = "a module, or a pattern of test classes such as EmbeddedKillsIT or '*Trace*'")
    private @Nullable String only;

    @Option(
            names = "--cluster",
            description = "embedded or real: end-to-end tests on that cluster alone; default: both")
    private @Nullable String cluster;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Console console = Console.standard();
        Home home = Home.here();
        List<String> modules = Modules.of(home.file("pom.xml"));
        if (only != null) {
            Modules.requireKnown(only, home.folder(), modules);
        }
        Instant begin = Instant.now();
        List<String> leftOut = new ArrayList<>();
        Set<String> excluded = excluded(leftOut);
        // To build Kubernetes takes minutes of both cores; to fetch and unpack packages takes neither for long.
        CompletableFuture<Void> build = excluded.contains("real")
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.runAsync(() -> ClusterKind.REAL.build(home.folder(), console::say));
        prepare("tests with a broker", () -> Broker.prepare(console::say), leftOut);
        Need.ALL.forEach(need -> prepare("tests with " + need.program(), () -> need.prepare(console::say), leftOut));
        finish(build);
        if (!excluded.contains("real")) {
            ClusterKind.REAL.prepare(home.folder(), console::say);
        }
        int status = maven(home, modules, excluded, console, leftOut);
        // Reports carry whole seconds on some file systems.
        Report report = Report.read(home.folder(), modules, FileTime.from(begin.minusSeconds(2)));
        say(console, report, leftOut, Duration.between(begin, Instant.now()));
        if (status != 0) {
            console.say(Console.verdict("The build failed; the first errors stand above.", false));
            return 1;
        }
        return report.failed().isEmpty() && report.run() > 0 ? 0 : 1;
    }

    private static void prepare(String tests, Runnable preparation, List<String> leftOut) {
        try {
            preparation.run();
        } catch (PlaygroundException e) {
            if (isCi()) {
                throw e;
            }
            leftOut.add(tests + ": " + e.getMessage());
        }
    }

    /** @throws PlaygroundException the build's own */
    private static void finish(CompletableFuture<Void> build) {
        try {
            build.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof PlaygroundException why ? why : e;
        }
    }

    /** Where a missing part is a failure. */
    private static boolean isCi() {
        return "true".equals(System.getenv("CI"));
    }

    private Set<String> excluded(List<String> leftOut) {
        Set<String> excluded = new LinkedHashSet<>();
        if (cluster != null && !cluster.equals("real") && !cluster.equals("embedded")) {
            throw new PlaygroundException("--cluster " + cluster + ": tests run on embedded or real");
        }
        if ("real".equals(cluster)) {
            excluded.add("embedded");
            leftOut.add("tests on the embedded cluster: --cluster real was asked for");
        }
        if ("embedded".equals(cluster)) {
            excluded.add("real");
            leftOut.add("tests on a real cluster: --cluster embedded was asked for");
            return excluded;
        }
        Optional<String> obstacle = ClusterKind.REAL.obstacle();
        if (obstacle.isEmpty()) {
            return excluded;
        }
        if (isCi()) {
            throw new PlaygroundException("CI=true asks for a real cluster, and there can't be one: " + obstacle.get());
        }
        excluded.add("real");
        leftOut.add("tests on a real cluster: " + obstacle.get());
        return excluded;
    }

    /** With an API server for the modules' own tests, where there can be one. */
    private int maven(Home home, List<String> modules, Set<String> excluded, Console console, List<String> leftOut)
            throws IOException, InterruptedException {
        if (!RealApiServer.isBuilt(home.folder())) {
            leftOut.add("modules' tests with a real API server: none can be made here");
            return maven(home, modules, excluded, Map.of(), console);
        }
        try (var api = RealApiServer.start(home.folder(), console::say)) {
            return maven(
                    home,
                    modules,
                    excluded,
                    Map.of(RealApiServer.VARIABLE, api.kubeconfig().toString()),
                    console);
        }
    }

    private int maven(
            Home home, List<String> modules, Set<String> excluded, Map<String, String> environment, Console console)
            throws IOException, InterruptedException {
        // Three modules at a time: their tests wait more than they work, and javac uses one core.
        // One failure doesn't hide those of modules beside it.
        List<String> command = new ArrayList<>(
                List.of(System.getProperty("ondes.maven", "mvn"), "-B", "-ntp", "-T3", "-fae", "-Dstyle.color=never"));
        if (only == null) {
            // The launcher has compiled without the gates, and Maven would take that for done.
            command.add("clean");
        }
        command.add("verify");
        if (!excluded.isEmpty()) {
            command.add("-DexcludedGroups=" + String.join(",", excluded));
        }
        if (only != null) {
            if (modules.contains(only)) {
                command.addAll(List.of("-pl", only, "-am"));
            } else {
                command.addAll(List.of(
                        "-Dtest=" + only,
                        "-Dit.test=" + only,
                        "-Dsurefire.failIfNoSpecifiedTests=false",
                        "-Dfailsafe.failIfNoSpecifiedTests=false"));
            }
        }
        Path log = home.file(".ondes/test.log");
        Files.createDirectories(home.file(".ondes"));
        var builder =
                new ProcessBuilder(command).directory(home.folder().toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        try (Stream<String> lines = process.inputReader().lines();
                var copy = Files.newBufferedWriter(log)) {
            for (String line : (Iterable<String>) lines::iterator) {
                copy.write(line);
                copy.newLine();
                if (worthShowing(line)) {
                    console.plain(line);
                }
            }
        }
        return process.waitFor();
    }

    /** One line a test class and a module, and every error: the rest is in the log. */
    private static boolean worthShowing(String line) {
        return line.startsWith("[ERROR]")
                || line.startsWith("[INFO] Building Ondes")
                || line.matches("\\[(INFO|WARNING)] Tests run: .*Time elapsed.*");
    }

    private static void say(Console console, Report report, List<String> leftOut, Duration time) {
        console.plain("");
        report.failed().forEach(test -> console.plain(Console.verdict("failed  ", false) + test));
        report.skipped().forEach(test -> console.plain("left out  " + test));
        leftOut.forEach(reason -> console.plain("left out  " + reason));
        console.plain("%d tests run, %d failed, %d left out, %d min %02d s"
                .formatted(
                        report.run(),
                        report.failed().size(),
                        report.skipped().size(),
                        time.toMinutes(),
                        time.toSecondsPart()));
    }
}
