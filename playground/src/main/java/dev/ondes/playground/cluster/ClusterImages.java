package dev.ondes.playground.cluster;

import dev.ondes.playground.process.PlaygroundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** Makes the playground's images by {@code kubernetes.sh}; quick where they are in the cache. */
final class ClusterImages {
    private ClusterImages() {}

    /** All at once. @return their names */
    static List<String> define(KubernetesScript script, Optional<ProgramRoot> agent) {
        List<String> images = new ArrayList<>(List.of(Images.SAMPLE_BUILD));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> sample =
                    threads.submit(() -> fromPackages(script, Images.SAMPLE_BUILD, Images.SAMPLE_BUILD_PACKAGES));
            agent.ifPresent(root -> {
                onTopOf(script, Images.AGENT, root);
                images.add(Images.AGENT);
            });
            sample.get();
            return images;
        } catch (ExecutionException e) {
            throw new PlaygroundException(String.valueOf(
                    java.util.Objects.requireNonNullElse(e.getCause(), e).getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlaygroundException("making images was interrupted");
        }
    }

    /** An image of our own program over one with git and a shell. */
    static void onTopOf(KubernetesScript script, String image, ProgramRoot root) {
        fromPackages(script, Images.PROGRAM_BASE, Images.PROGRAM_BASE_PACKAGES);
        script.must(Stream.concat(
                        Stream.of(
                                "image",
                                "--from",
                                Images.PROGRAM_BASE,
                                image,
                                root.folder().toString()),
                        root.entrypoint().stream())
                .toArray(String[]::new));
    }

    /** Of one program that needs nothing else. */
    static void ofProgram(KubernetesScript script, String name, Path program) {
        try {
            Path root = Files.createTempDirectory("ondes-image-");
            Path copy = root.resolve(program.getFileName());
            Files.copy(program, copy, StandardCopyOption.COPY_ATTRIBUTES);
            Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
            try {
                script.must("image", name, root.toString(), "/" + program.getFileName());
            } finally {
                Files.delete(copy);
                Files.delete(root);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("no image of " + program, e);
        }
    }

    static void fromPackages(KubernetesScript script, String name, List<String> packages) {
        script.must(Stream.concat(Stream.of("image-from-packages", name), packages.stream())
                .toArray(String[]::new));
    }
}
