package dev.ondes.playground.gitlab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The simulated GitLab as a process of its own. */
@Timeout(60)
class GitLabMainIT {
    @TempDir
    private Path folder;

    private Process start(String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                GitLabMain.class.getName(),
                "--data",
                folder.resolve("data").toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    @Test
    void saysItsAddressFirstAndMakesAnAdminToken() throws Exception {
        Path tokenFile = folder.resolve("admin-token");
        Process process =
                start("--admin-token-file", tokenFile.toString(), "--long-poll", "2s", "--limit", "traceInterval=PT9S");
        try (BufferedReader out = process.inputReader();
                HttpClient http = HttpClient.newHttpClient()) {
            String line = out.readLine();
            assertThat(line).startsWith("listening on http://127.0.0.1:");
            URI limits = URI.create(line.substring("listening on ".length()) + "/-/ondes/limits");

            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(limits)
                            .header("PRIVATE-TOKEN", Files.readString(tokenFile))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());

            assertThat(answer.body()).contains("\"longPoll\":\"PT2S\"", "\"traceInterval\":\"PT9S\"");
        } finally {
            process.destroy();
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void refusesALimitThatItDoesNotKnow() throws Exception {
        Process process = start("--limit", "traceIntervall=PT9S");

        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(output).contains("There is no limit 'traceIntervall'; there are longPoll, noUpdates");
    }
}
