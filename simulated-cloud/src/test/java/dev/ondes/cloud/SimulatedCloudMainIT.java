package dev.ondes.cloud;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The simulated cloud as the process that the playground starts. */
class SimulatedCloudMainIT {
    private static Process start(String... arguments) throws Exception {
        var builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.ondes.cloud.SimulatedCloudMain");
        builder.command().addAll(java.util.List.of(arguments));
        return builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }

    @Test
    void saysWhereItListensAndEndsOnTerm() throws Exception {
        Process process = start("--listen", "127.0.0.1:0");
        try (var http = new Http()) {
            String line = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8)).readLine();
            assertThat(line).startsWith("listening on http://127.0.0.1:");
            String url = line.substring("listening on ".length());

            assertThat(http.send("GET", url + "/admin/nodes", "").body()).isEqualTo("{}");
        } finally {
            process.destroy();
        }
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void refusesOtherArguments() throws Exception {
        Process process = start("--port", "1");

        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(2);
    }
}
