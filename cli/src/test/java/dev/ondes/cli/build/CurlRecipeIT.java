package dev.ondes.cli.build;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.ondes.cli.build.FakeImageBuilder.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recipe that the documentation gives to those without {@code ondes}, run as it stands there. */
class CurlRecipeIT {
    @TempDir
    private Path folder;

    @BeforeAll
    static void requireTools() throws Exception {
        assumeThat(has("curl")).isTrue();
        assumeThat(has("jq")).isTrue();
    }

    @Test
    void uploadsOnceBuildsAndShowsLogAndResult() throws Exception {
        try (var service = new FakeImageBuilder()) {
            service.log("Step 1");

            Run first = run(service, FakeImageBuilder.TOKEN);
            Run second = run(service, FakeImageBuilder.TOKEN);

            assertThat(first.output()).contains("Step 1\n", "\"state\": \"succeeded\"");
            assertThat(first.exitCode()).as(first.output()).isZero();
            assertThat(second.output()).contains("\"state\": \"succeeded\"");
            assertThat(second.exitCode()).as(second.output()).isZero();
            assertThat(service.contexts()).hasSize(1);
            assertThat(service.requests())
                    .filteredOn("PUT /store/whole"::equals)
                    .hasSize(1);
        }
    }

    @Test
    void aBuildThatFailedFailsTheJob() throws Exception {
        try (var service = new FakeImageBuilder()) {
            service.endsWith("failed", "run-failed");

            Run run = run(service, FakeImageBuilder.TOKEN);

            assertThat(run.output()).contains("\"state\": \"failed\"", "\"reason\": \"run-failed\"");
            assertThat(run.exitCode()).isEqualTo(1);
        }
    }

    @Test
    void whyAThingWasRefusedIsShownAndTheJobFails() throws Exception {
        try (var service = new FakeImageBuilder()) {
            service.misbehave("POST /v1/builds", Fault.problem(403, "the rule in line 7 does not allow it"));

            Run run = run(service, FakeImageBuilder.TOKEN);

            assertThat(run.output()).contains("403", "the rule in line 7 does not allow it");
            assertThat(run.exitCode()).isEqualTo(22);
            assertThat(service.requests()).last().isEqualTo("POST /v1/builds");
        }
    }

    @Test
    void whoIsNotKnownHearsItOnceAndTheJobFails() throws Exception {
        try (var service = new FakeImageBuilder()) {
            Run run = run(service, "of somebody else");

            assertThat(run.output()).contains("401", "who?");
            assertThat(run.exitCode()).isEqualTo(22);
            assertThat(service.requests()).containsExactly("POST /v1/contexts");
        }
    }

    private record Run(int exitCode, String output) {}

    /** Without {@code -e}: the recipe has to mind by itself what fails. */
    private Run run(FakeImageBuilder service, String token) throws Exception {
        Files.writeString(folder.resolve("Dockerfile"), "FROM scratch\n");
        String recipe = recipe().replace("https://image-builder.example", service.url());
        var builder = new ProcessBuilder("sh", "-c", recipe)
                .directory(folder.toFile())
                .redirectErrorStream(true);
        builder.environment().put("ONDES_BUILD_TOKEN", token);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return new Run(process.exitValue(), output);
    }

    private static String recipe() throws IOException {
        String page = Files.readString(Path.of("../docs/image-builder.md"));
        int begin = page.indexOf("```sh\n", page.indexOf("## By curl")) + "```sh\n".length();
        return page.substring(begin, page.indexOf("```", begin));
    }

    private static boolean has(String program) throws IOException, InterruptedException {
        return new ProcessBuilder(List.of("sh", "-c", "command -v " + program))
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }
}
