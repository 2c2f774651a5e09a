package dev.ondes.images.api;

import dev.ondes.images.build.Build;
import dev.ondes.images.build.BuildId;
import dev.ondes.images.cluster.Cluster;
import dev.ondes.images.identity.Caller;
import dev.ondes.images.identity.Tokens;
import dev.ondes.images.job.JobNames;
import dev.ondes.images.job.JobReader;
import dev.ondes.images.policy.Policy;
import dev.ondes.images.policy.Project;
import dev.ondes.images.watch.Shelf;
import dev.ondes.images.watch.Sight;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.NotFoundException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Who asks, and which builds it may see: those of its own project. Others' are, to it, not there. Thread-safe. */
public final class Access {
    private final Tokens tokens;
    private final Supplier<Policy> policy;
    private final Shelf shelf;
    private final Cluster cluster;

    public Access(Tokens tokens, Supplier<Policy> policy, Shelf shelf, Cluster cluster) {
        this.tokens = tokens;
        this.policy = policy;
        this.shelf = shelf;
        this.cluster = cluster;
    }

    Caller caller(@Nullable String authorization) {
        return tokens.caller(authorization);
    }

    /**
     * Whom the caller builds for.
     *
     * @throws ForbiddenException when no rule is for the caller
     */
    Project project(Caller caller) {
        return policy.get()
                .project(caller)
                .orElseThrow(() -> new ForbiddenException("no rule of the policy is for " + caller.project()));
    }

    /** Also one that was taken a moment ago, perhaps by another replica, and that our watch has not seen yet. */
    Build build(@Nullable String authorization, String id) {
        Project project = project(caller(authorization));
        return Optional.of(id)
                .filter(text -> text.matches("[0-9a-f]{16}"))
                .flatMap(text -> find(new BuildId(text)))
                .filter(build -> build.order().grant().project().id() == project.id())
                .orElseThrow(NotFoundException::new);
    }

    private Optional<Build> find(BuildId id) {
        return shelf.sight(id)
                .map(Sight::build)
                .or(() -> cluster.find(JobNames.head(id))
                        .filter(JobReader::isHead)
                        .map(JobReader::build));
    }
}
