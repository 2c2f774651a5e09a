package dev.ondes.playground.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ondes.playground.Ondes;
import dev.ondes.playground.platform.Home;
import dev.ondes.playground.process.Folders;
import dev.ondes.playground.process.Tool;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code ./ondes up} as people start and end it: a program of its own, in a checkout and with temporary files of its own. */
@Tag("embedded")
class EmbeddedUpIT {
    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration END = Duration.ofMinutes(1);

    private static Path checkout;

    @TempDir
    Path temp;

    private Path runs;
    private final List<Process> programs = new ArrayList<>();

    @BeforeAll
    static void checkOut(@TempDir Path folder) throws IOException {
        checkout = Files.createDirectory(folder.resolve("checkout"));
        try (Stream<Path> parts = Files.list(Home.here().folder())) {
            for (Path part : parts.filter(part -> !part.endsWith(".ondes")).toList()) {
                Files.createSymbolicLink(checkout.resolve(part.getFileName()), part);
            }
        }
    }

    @AfterAll
    static void deleteCheckout() {
        Folders.delete(checkout);
    }

    @BeforeEach
    void setUp() throws IOException {
        runs = Files.createDirectory(temp.resolve("runs"));
    }

    @AfterEach
    void tearDown() {
        ours().forEach(ProcessHandle::destroyForcibly);
    }

    @ParameterizedTest(name = "SIG{0}")
    @CsvSource({"INT, 130", "TERM, 143"})
    void printsItsAddressesAndLeavesNothingWhenItIsToldToEnd(String signal, int exit) throws Exception {
        Process up = start("up", "--cluster", "embedded");
        await().atMost(START)
                .until(() -> output(up).contains("running; Ctrl-C or kill -TERM " + up.pid()) || !up.isAlive());
        assertThat(output(up)).contains("push to", "ONDES_AMQP_URL=amqp://", "KUBECONFIG=");
        Tool.must(
                temp,
                List.of("git", "ls-remote", address(up, "push to       (\\S+)").toString()));
        assertThat(status(address(up, "job-dispatcher  (\\S+?)/q/"), "/q/health/ready"))
                .isEqualTo(200);
        assertThat(status(address(up, "console         (\\S+)"), "/q/health/live"))
                .isEqualTo(200);
        Process second = start("up", "--cluster", "embedded");
        assertThat(second.waitFor(END.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(output(second)).contains("a platform runs in this checkout already");
        assertThat(second.exitValue()).isEqualTo(2);

        signal(up, signal);

        assertEnded(up, exit);
    }

    @Test
    void leavesNothingWhenItIsToldToEndWhileItStarts() throws Exception {
        Process up = start("up", "--cluster", "embedded");
        await().atMost(START).until(() -> output(up).contains("GitLab ready") || !up.isAlive());

        signal(up, "TERM");

        assertEnded(up, 143);
    }

    @ParameterizedTest
    @CsvSource({
        "--clutser=embedded, Unknown option: '--clutser=embedded'",
        "--cluster=imagined, '--cluster imagined is none of real, embedded, k3s, kubeconfig and kubeconfig=FILE'"
    })
    void startsNothingWhenItIsAskedForWhatItDoesNotKnow(String option, String answer) throws Exception {
        Process up = start("up", option);

        assertEnded(up, 2);
        assertThat(output(up)).contains(answer);
    }

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                // A shell has what it runs in the background ignore INT, the tests and all that they start included.
                "env",
                "--default-signal=INT",
                Home.here().java().toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + runs,
                "-D" + Home.PROPERTY + "=" + checkout,
                "-Dondes.start-caches=none",
                "-cp",
                System.getProperty("java.class.path"),
                Ondes.class.getName()));
        command.addAll(List.of(arguments));
        Process program = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(outputFile(programs.size()).toFile())
                .start();
        programs.add(program);
        return program;
    }

    private Path outputFile(int index) {
        return temp.resolve("output-" + index);
    }

    private String output(Process program) throws IOException {
        return Files.readString(outputFile(programs.indexOf(program)), StandardCharsets.UTF_8);
    }

    private URI address(Process program, String line) throws IOException {
        Matcher found = Pattern.compile(line).matcher(output(program));
        assertThat(found.find()).as(line).isTrue();
        return URI.create(found.group(1));
    }

    private static int status(URI address, String path) throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(address.resolve(path)).build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    private void signal(Process program, String name) {
        Tool.must(temp, List.of("kill", "-" + name, Long.toString(program.pid())));
    }

    private void assertEnded(Process up, int exit) throws Exception {
        assertThat(up.waitFor(END.toSeconds(), TimeUnit.SECONDS)).as("ends").isTrue();
        assertThat(up.exitValue()).as(output(up)).isEqualTo(exit);
        assertThat(ours()).extracting(EmbeddedUpIT::described).isEmpty();
        assertThat(runs).isEmptyDirectory();
    }

    /** Class paths are long. */
    private static String described(ProcessHandle process) {
        String command = commandOf(process);
        return process.pid() + " …" + command.substring(Math.max(0, command.length() - 300));
    }

    /** All processes whose command names a folder of these tests. */
    private List<ProcessHandle> ours() {
        return ProcessHandle.allProcesses()
                .filter(handle -> {
                    String command = commandOf(handle);
                    return command.contains(temp.toString()) || command.contains(checkout.toString());
                })
                .toList();
    }

    /** From the kernel itself: the JDK cuts a command after 4 KiB, which a class path alone fills. */
    private static String commandOf(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"), StandardCharsets.ISO_8859_1)
                    .replace('\0', ' ');
        } catch (IOException e) {
            return ""; // it has just ended
        }
    }
}
