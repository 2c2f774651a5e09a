package dev.ondes.playground.demo;

import dev.ondes.playground.platform.GitLabApi;
import dev.ondes.playground.platform.Home;
import dev.ondes.playground.platform.ImageBuilding;
import dev.ondes.playground.platform.Platform;
import dev.ondes.playground.platform.Repository;
import dev.ondes.playground.process.PlaygroundException;
import dev.ondes.playground.process.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/**
 * What the demo pushes: the sample project, and on a platform that builds images two jobs more, of which one has an image built
 * of what the pipeline compiled and the other runs in it.
 */
final class SampleProject {
    private static final String PATH = "demo/ringlog";
    /** The image has no libraries. */
    private static final String STATIC = "-O2 -std=c11 -Wall -Wextra -Werror -static";

    private SampleProject() {}

    /**
     * Makes the project and pushes to it, which begins its pipeline.
     *
     * @param scratch where copies may be made
     * @return the project's id
     */
    static long push(Platform platform, Path scratch) {
        GitLabApi gitlab = platform.gitlab();
        long id = gitlab.createProject(PATH);
        if (platform.images().isEmpty()) {
            Repository.push(Home.here().sample(), gitlab.pushUrl(PATH), scratch);
            return id;
        }
        ImageBuilding images = platform.images().get();
        variable(gitlab, id, "IMAGE_REGISTRY", images.parts().registry().host());
        variable(gitlab, id, "CFLAGS", STATIC);
        Repository.push(withImages(scratch), gitlab.pushUrl(PATH), scratch);
        return id;
    }

    private static void variable(GitLabApi gitlab, long project, String key, String value) {
        gitlab.post("/api/v4/projects/" + project + "/variables", Map.of("key", key, "value", value));
    }

    private static Path withImages(Path scratch) {
        Path more = Home.here().file("playground/sample-images");
        try {
            Path source = Files.createTempDirectory(scratch, "sample-");
            Repository.copy(Home.here().sample(), source);
            Files.copy(more.resolve("Dockerfile"), source.resolve("Dockerfile"));
            Files.copy(more.resolve("dockerignore"), source.resolve(".dockerignore"));
            Files.copy(
                    Tool.find("busybox")
                            .orElseThrow(() -> new PlaygroundException("busybox is missing: install busybox-static")),
                    source.resolve("busybox"));
            Files.writeString(
                    source.resolve(".gitlab-ci.yml"),
                    Files.readString(more.resolve("jobs.gitlab-ci.yml")),
                    StandardOpenOption.APPEND);
            return source;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it is, as a person reads it. */
    static String address(Platform platform) {
        return platform.gitlab().base() + "/" + PATH;
    }
}
