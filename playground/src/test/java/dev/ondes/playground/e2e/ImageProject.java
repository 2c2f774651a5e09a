package dev.ondes.playground.e2e;

import dev.ondes.playground.cluster.Images;
import dev.ondes.playground.platform.ImageBuilding;
import dev.ondes.playground.process.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Projects whose pipelines have images built. */
final class ImageProject {
    /** The beginning of a Dockerfile that pulls nothing: a shell and the usual commands. */
    static final String SHELL = """
            FROM scratch
            COPY busybox /bin/busybox
            RUN ["/bin/busybox", "--install", "-s", "/bin"]
            """;

    /** A pipeline in which a job has an image built, and the next one runs it by its digest and shows its file {@code /made}. */
    static final String BUILD_AND_RUN = """
            build-image:
            %1$s
                - ondes build . --destination "%2$s/$CI_PROJECT_PATH:$CI_COMMIT_SHORT_SHA" --dotenv image.env
              artifacts: {reports: {dotenv: image.env}}
            run:
              stage: test
              tags: [linux]
              image: $IMAGE
              variables: {GIT_STRATEGY: none}
              script: [cat /made]
            """;

    private ImageProject() {}

    /** A new folder with it; the pipeline gets the head of a job that has an image built, down to its script, and the registry's host. */
    static Path source(World world, String dockerfile, String pipeline) throws IOException {
        return source(world, images(world).builder().address().toString(), dockerfile, pipeline);
    }

    /**
     * The same for the image-builder that GitLab's variables name.
     *
     * @param audience for which it takes tokens
     */
    static Path source(World world, String audience, String dockerfile, String pipeline) throws IOException {
        String head = """
                  stage: build
                  tags: [linux]
                  image: %1$s
                  id_tokens: {ONDES_BUILD_TOKEN: {aud: "%2$s"}}
                  script:""".indent(2).formatted(Images.CLI, audience).stripTrailing();
        Path source = Files.createTempDirectory(world.folder(), "source-");
        Files.copy(Tool.find("busybox").orElseThrow(), source.resolve("busybox"));
        Files.writeString(source.resolve("Dockerfile"), dockerfile);
        Files.writeString(
                source.resolve(".gitlab-ci.yml"),
                pipeline.formatted(head, images(world).parts().registry().host()));
        return source;
    }

    private static ImageBuilding images(World world) {
        return world.platform().images().orElseThrow();
    }
}
