package dev.ondes.playground.cluster;

import dev.ondes.playground.process.PlaygroundException;
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
    static List<String> define(KubernetesScript script, Optional<AgentRoot> agent) {
        List<String> images = new ArrayList<>(List.of(Images.SAMPLE_BUILD));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> sample =
                    threads.submit(() -> fromPackages(script, Images.SAMPLE_BUILD, Images.SAMPLE_BUILD_PACKAGES));
            agent.ifPresent(root -> {
                fromPackages(script, Images.AGENT_BASE, Images.AGENT_BASE_PACKAGES);
                onTopOf(script, root);
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

    private static void onTopOf(KubernetesScript script, AgentRoot root) {
        script.must(Stream.concat(
                        Stream.of(
                                "image",
                                "--from",
                                Images.AGENT_BASE,
                                Images.AGENT,
                                root.folder().toString()),
                        AgentRoot.ENTRYPOINT.stream())
                .toArray(String[]::new));
    }

    private static void fromPackages(KubernetesScript script, String name, List<String> packages) {
        script.must(Stream.concat(Stream.of("image-from-packages", name), packages.stream())
                .toArray(String[]::new));
    }
}
