package dev.ondes.playground.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ondes.playground.platform.Home;
import dev.ondes.playground.process.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher under the machine's own shell, in a checkout of nothing else, with programs that note how they are called. */
class LauncherIT {
    private static final String NO_JDK = "install JDK 25 (Temurin 25, say) and set JAVA_HOME to its folder";

    /** For each of the folders that a build leaves; Maven's stand-in fills them. */
    private static final String BUILT = """
            for service in job-dispatcher pod-scheduler spot-watcher image-builder metrics-alerter; do
              mkdir -p "$service/target/quarkus-app" && : >"$service/target/quarkus-app/quarkus-run.jar"
            done
            for program in playground cli; do
              mkdir -p "$program/target/lib" && : >"$program/target/$program.jar"
            done
            """;

    @TempDir
    Path temp;

    private Path checkout;
    private Path programs;
    private Path calls;
    private final List<String> within = new ArrayList<>();
    private String path = "";
    private String javaHome = "";

    @BeforeEach
    void checkOut() throws IOException {
        checkout = Files.createDirectory(temp.resolve("my checkout"));
        programs = Files.createDirectory(temp.resolve("programs"));
        calls = Files.createFile(temp.resolve("calls"));
        Files.copy(Home.here().file("ondes"), checkout.resolve("ondes"));
        Files.writeString(checkout.resolve("pom.xml"), "<project/>");
        path = programs.toString();
    }

    @Test
    void doctorAnswersOnAMachineThatHasNothing() {
        hideTheMachinesJdks();

        Tool.Result answer = ondes("doctor");

        assertThat(answer.output().lines())
                .containsSequence(
                        "absent  JDK         nothing can be built",
                        "                    to get it: " + NO_JDK,
                        "absent  Maven       nothing can be built",
                        "                    to get it: install Maven 3.8.6 or later (Debian: apt-get install maven)",
                        "absent  git         no job can fetch its sources",
                        "                    to get it: install git (Debian: apt-get install git)")
                .anyMatch(line -> line.startsWith("Not looked for yet: Docker, RabbitMQ, Kubernetes"));
        assertThat(answer.exitCode()).isEqualTo(1);
    }

    @Test
    void doctorTellsWhatIsThereWithoutABuild() throws IOException {
        Path jdk = jdk25();
        program("mvn", "");
        program("git", "");

        Tool.Result answer = ondes("doctor");

        assertThat(answer.output().lines())
                .startsWith(
                        "found   JDK         " + jdk,
                        "found   Maven       " + programs.resolve("mvn"),
                        "found   git         " + programs.resolve("git"))
                .anyMatch(line -> line.startsWith("./ondes help builds it"));
        assertThat(answer.exitCode()).isZero();
        assertThat(called()).isEmpty();
    }

    @Test
    void doctorHandsOverToTheProgramThatIsBuiltAlreadyThoughNothingCanBeBuiltAnyMore() throws IOException {
        jdk25();
        Files.createDirectories(checkout.resolve(".ondes/launcher"));
        Files.createFile(checkout.resolve(".ondes/launcher/playground.jar"));

        Tool.Result answer = ondes("doctor");

        assertThat(called()).singleElement().asString().endsWith("dev.ondes.playground.Ondes doctor");
        assertThat(answer.output()).isEmpty();
    }

    @Test
    void anyOtherCommandNamesTheFirstThingThatIsMissing() throws IOException {
        jdk25();

        Tool.Result answer = ondes("demo");

        assertThat(answer.output())
                .isEqualTo("ondes: no Maven found: install Maven 3.8.6 or later (Debian: apt-get install maven)\n");
        assertThat(answer.exitCode()).isEqualTo(1);
    }

    @Test
    void takesNoOtherJdkThan25() throws IOException {
        hideTheMachinesJdks();
        javaHome = jdk("javac 21.0.9").toString();

        Tool.Result answer = ondes("demo");

        assertThat(answer.output()).isEqualTo("ondes: no JDK 25 found: " + NO_JDK + "\n");
    }

    @Test
    void aBuildThatFailsShowsWhyAndWhereTheRestIs() throws IOException {
        jdk25();
        machinesOwnProgramsToo();
        program("mvn", "echo '[ERROR] Could not transfer artifact'; exit 1");

        Tool.Result answer = ondes("demo");

        assertThat(answer.output())
                .endsWith("[ERROR] Could not transfer artifact\n"
                        + "ondes: the build failed; the whole output is in .ondes/build.log\n");
        assertThat(answer.exitCode()).isEqualTo(1);
        assertThat(called()).noneMatch(call -> call.startsWith("java"));
    }

    @Test
    void buildsOnceAndAgainWhenASourceIsNewer() throws IOException {
        jdk25();
        machinesOwnProgramsToo();
        program("mvn", BUILT);
        program("git", "");

        ondes("demo", "--seed", "7");
        ondes("events", "--follow");
        Files.setLastModifiedTime(
                checkout.resolve("pom.xml"), FileTime.from(Instant.now().plus(Duration.ofMinutes(1))));
        ondes("doctor");
        ondes("up");

        assertThat(called().stream().map(call -> call.replaceAll(" .* dev\\.ondes", " … dev.ondes")))
                .containsExactly(
                        "mvn -B -q -ntp -T2 -Dquick package",
                        "java … dev.ondes.playground.Ondes demo --seed 7",
                        "java … dev.ondes.cli.OndesCli events --follow",
                        "java … dev.ondes.playground.Ondes doctor",
                        "mvn -B -q -ntp -T2 -Dquick package",
                        "java … dev.ondes.playground.Ondes up");
    }

    private Tool.Result ondes(String... arguments) {
        List<String> command = new ArrayList<>(within);
        command.addAll(List.of(
                "/usr/bin/env",
                "-i",
                "PATH=" + path,
                "HOME=" + temp,
                "JAVA_HOME=" + javaHome,
                "/bin/sh",
                checkout.resolve("ondes").toString()));
        command.addAll(List.of(arguments));
        return Tool.run(temp, command);
    }

    /** The launcher looks for them in fixed places of the machine. Only bubblewrap can hide these; some containers forbid what it does. */
    private void hideTheMachinesJdks() {
        var bubble = List.of("bwrap", "--dev-bind", "/", "/", "--tmpfs", "/usr/lib/jvm", "--tmpfs", "/opt");
        var trial = new ArrayList<>(bubble);
        trial.add("/bin/true");
        assumeTrue(Tool.find("bwrap").isPresent() && Tool.run(temp, trial).succeeded(), "no bubblewrap here");
        within.addAll(bubble);
    }

    private void machinesOwnProgramsToo() {
        path = programs + ":/usr/bin:/bin";
    }

    private Path jdk25() throws IOException {
        Path jdk = jdk("javac 25.0.1");
        javaHome = jdk.toString();
        return jdk;
    }

    private Path jdk(String version) throws IOException {
        Path bin = Files.createDirectories(temp.resolve("jdk/bin"));
        executable(bin.resolve("javac"), "#!/bin/sh\necho '" + version + "'\n");
        executable(bin.resolve("java"), noting("java", ""));
        return temp.resolve("jdk");
    }

    private void program(String name, String body) throws IOException {
        executable(programs.resolve(name), noting(name, body));
    }

    private String noting(String name, String body) {
        return "#!/bin/sh\necho " + name + " \"$@\" >>'" + calls + "'\n" + body;
    }

    private static void executable(Path file, String script) throws IOException {
        Files.writeString(file, script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private List<String> called() throws IOException {
        return Files.readAllLines(calls, StandardCharsets.UTF_8);
    }
}
