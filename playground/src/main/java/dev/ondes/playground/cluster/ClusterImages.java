package dev.ondes.playground.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes the playground's images by {@code kubernetes.sh}; quick where they are in the cache. */
final class ClusterImages {
    private ClusterImages() {}

    /** @return their names */
    static List<String> define(KubernetesScript script, Optional<AgentRoot> agent) {
        List<String> images = new ArrayList<>();
        fromPackages(script, Images.SAMPLE_BUILD, Images.SAMPLE_BUILD_PACKAGES);
        images.add(Images.SAMPLE_BUILD);
        agent.ifPresent(root -> {
            fromPackages(script, Images.AGENT_BASE, Images.AGENT_BASE_PACKAGES);
            script.must(Stream.concat(
                            Stream.of(
                                    "image",
                                    "--from",
                                    Images.AGENT_BASE,
                                    Images.AGENT,
                                    root.folder().toString()),
                            AgentRoot.ENTRYPOINT.stream())
                    .toArray(String[]::new));
            images.add(Images.AGENT);
        });
        return images;
    }

    private static void fromPackages(KubernetesScript script, String name, List<String> packages) {
        script.must(Stream.concat(Stream.of("image-from-packages", name), packages.stream())
                .toArray(String[]::new));
    }
}
