package dev.ondes.images.policy;

import dev.ondes.contracts.build.BuilderKind;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One rule of the policy.
 *
 * @param line where it stands in the file
 * @param actsFor the project that a service account's builds belong to
 * @param cacheRepo where layers are kept; a part for the level of trust is added to it
 * @param builders the first is chosen where a request names none
 * @param credentials name of the Secret, of type {@code kubernetes.io/dockerconfigjson}, that pulls and pushes
 * @param sbomRequired whether a build fails without a list of what is in its images
 */
record Rule(
        int line,
        When when,
        Optional<Project> actsFor,
        List<ImagePattern> destinations,
        @Nullable ImagePattern cacheRepo,
        List<BuilderKind> builders,
        @Nullable String credentials,
        List<String> gitHosts,
        Limits limits,
        boolean sbomRequired) {
    Rule {
        destinations = List.copyOf(destinations);
        builders = List.copyOf(builders);
        gitHosts = List.copyOf(gitHosts);
    }
}
