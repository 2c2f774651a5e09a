package dev.ondes.cli.build;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recipe that the documentation gives to those without {@code ondes}, run as it stands there. */
class CurlRecipeIT {
    @TempDir
    private Path folder;

    @Test
    void uploadsOnceBuildsAndShowsLogAndResult() throws Exception {
        assumeThat(has("curl")).isTrue();
        assumeThat(has("jq")).isTrue();
        Files.writeString(folder.resolve("Dockerfile"), "FROM scratch\n");
        try (var service = new FakeImageBuilder()) {
            service.log("Step 1");

            String first = run(service);
            String second = run(service);

            assertThat(first).contains("Step 1\n", "\"state\": \"succeeded\"");
            assertThat(second).contains("\"state\": \"succeeded\"");
            assertThat(service.contexts()).hasSize(1);
            assertThat(service.requests())
                    .filteredOn("PUT /store/whole"::equals)
                    .hasSize(1);
        }
    }

    private String run(FakeImageBuilder service) throws Exception {
        String recipe = recipe().replace("https://image-builder.example", service.url())
                .replace(
                        "/tmp/context",
                        folder.resolveSibling(folder.getFileName() + "-context").toString())
                .replace(
                        "/tmp/headers",
                        folder.resolveSibling(folder.getFileName() + "-headers").toString());
        var builder = new ProcessBuilder("sh", "-euc", recipe)
                .directory(folder.toFile())
                .redirectErrorStream(true);
        builder.environment().put("ONDES_BUILD_TOKEN", FakeImageBuilder.TOKEN);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
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
