package dev.ondes.images.flow;

import dev.ondes.contracts.build.BuildTimings;
import dev.ondes.images.build.Build;
import dev.ondes.images.build.Pushed;
import dev.ondes.images.watch.Sight;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is told of a build at its end. Pure. */
final class EndFacts {
    private EndFacts() {}

    /** All parts of it had the same, or none can be named. */
    static @Nullable String commit(Build build) {
        Set<Optional<String>> commits = build.pushed().stream()
                .map(pushed -> Optional.ofNullable(pushed.commit()))
                .collect(Collectors.toSet());
        return commits.size() == 1 ? commits.iterator().next().orElse(null) : null;
    }

    /** When the last part was pushed; long ago where no builder said when it ended. */
    static Instant pushedAt(Build build) {
        return build.pushed().stream()
                .map(Pushed::finishedAt)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
    }

    static int attempts(Build build) {
        return build.releasedAt() == null ? 0 : build.attempt();
    }

    static @Nullable String node(Build build, Sight sight) {
        return build.pushed().stream()
                .map(Pushed::node)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseGet(() -> sight.pods().stream()
                        .map(pod -> pod.getSpec() == null ? null : pod.getSpec().getNodeName())
                        .filter(Objects::nonNull)
                        .reduce((_, last) -> last)
                        .orElse(null));
    }

    static BuildTimings timings(Build build, Instant now) {
        return new BuildTimings(
                build.order().requestedAt(),
                build.releasedAt(),
                build.pushed().stream()
                        .map(Pushed::startedAt)
                        .filter(Objects::nonNull)
                        .min(Comparator.naturalOrder())
                        .orElse(null),
                build.pushed().stream()
                        .map(Pushed::finishedAt)
                        .filter(Objects::nonNull)
                        .max(Comparator.naturalOrder())
                        .orElse(null),
                now);
    }
}
