package dev.ondes.cli.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ondes.cli.OndesCli;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CancelIT {
    @TempDir
    private Path folder;

    @Test
    void aJobThatIsCanceledCancelsItsBuild() throws Exception {
        Files.writeString(folder.resolve("Dockerfile"), "FROM scratch\n");
        try (var service = new FakeImageBuilder()) {
            service.endsWith("running", "");
            Process command = start(service);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> service.requests().contains("GET /v1/builds/b1"));

            command.destroy();

            assertThat(command.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(service.requests()).last().isEqualTo("DELETE /v1/builds/b1");
        }
    }

    @Test
    void aBuildThatCannotBeCanceledIsNotSaidToBe() throws Exception {
        Files.writeString(folder.resolve("Dockerfile"), "FROM scratch\n");
        try (var service = new FakeImageBuilder()) {
            service.endsWith("running", "");
            service.misbehave("DELETE /v1/builds/b1", FakeImageBuilder.Fault.problem(503, "not now"));
            Process command = start(service);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> service.requests().contains("GET /v1/builds/b1"));

            command.destroy();

            assertThat(command.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(Files.readString(folder.resolve("errors")))
                    .contains("The build b1 goes on: the service answered with 503 Refused: not now")
                    .doesNotContain("anceled the build");
        }
    }

    private Process start(FakeImageBuilder service) throws Exception {
        var builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        OndesCli.class.getName(),
                        "build",
                        folder.toString(),
                        "-d",
                        "registry.example/app:1")
                .inheritIO()
                .redirectError(folder.resolve("errors").toFile());
        builder.environment()
                .putAll(Map.of("ONDES_BUILD_SERVER", service.url(), "ONDES_BUILD_TOKEN", FakeImageBuilder.TOKEN));
        return builder.start();
    }
}
