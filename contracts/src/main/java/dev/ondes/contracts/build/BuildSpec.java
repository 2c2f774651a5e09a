package dev.ondes.contracts.build;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to build: the body of a request, without its secrets, which travel sealed. What a reader leaves out gets its default.
 *
 * @param dockerfile below the context's root
 * @param target the stage; the last one where left out
 * @param destinations {@code host/repository:tag}, at least one
 * @param platforms such as {@code linux/arm64}; that of the cluster's builders where empty
 * @param builder the policy's where left out
 * @param timeout from the pod's start; the policy's where left out
 * @param priority among the builds of one project; higher goes first
 * @param requestKey the caller's own name for this request: said twice, there is one build
 * @param sbom whether a list of what is in the image is to be put beside it; the policy may want one anyway
 */
public record BuildSpec(
        BuildContext context,
        String dockerfile,
        @Nullable String target,
        List<String> destinations,
        Map<String, String> buildArgs,
        Map<String, String> labels,
        List<String> platforms,
        @Nullable BuildCache cache,
        @Nullable BuilderKind builder,
        @Nullable BuildResources resources,
        @Nullable Duration timeout,
        int priority,
        @Nullable String requestKey,
        @Nullable Boolean sbom) {
    public static final String DEFAULT_DOCKERFILE = "Dockerfile";

    public BuildSpec {
        dockerfile = dockerfile == null || dockerfile.isEmpty() ? DEFAULT_DOCKERFILE : dockerfile;
        destinations = destinations == null ? List.of() : List.copyOf(destinations);
        buildArgs = buildArgs == null ? Map.of() : Map.copyOf(buildArgs);
        labels = labels == null ? Map.of() : Map.copyOf(labels);
        platforms = platforms == null ? List.of() : List.copyOf(platforms);
    }
}
