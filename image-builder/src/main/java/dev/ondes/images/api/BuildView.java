package dev.ondes.images.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ondes.contracts.build.BuildReason;
import dev.ondes.contracts.build.BuildTimings;
import dev.ondes.contracts.build.BuiltImage;
import dev.ondes.images.build.Build;
import dev.ondes.images.build.BuildState;
import dev.ondes.images.build.Result;
import dev.ondes.images.build.SbomNote;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A build as clients see it. Fields that say nothing yet are left out. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BuildView(
        String id,
        BuildState state,
        @Nullable BuildReason reason,
        @Nullable String sentence,
        @Nullable String detail,
        @Nullable Boolean retryable,
        String project,
        List<BuiltImage> destinations,
        BuildTimings timings,
        int attempt,
        @Nullable String node,
        @Nullable List<SbomNote> sboms,
        String logUrl) {

    static BuildView of(Build build) {
        Result result = build.result().orElse(null);
        var order = build.order();
        return new BuildView(
                order.id().value(),
                build.state(),
                result == null ? null : result.reason(),
                result == null ? null : result.reason().sentence(),
                result == null ? null : result.detail(),
                result == null ? null : result.reason().retryable(),
                order.grant().project().path(),
                result == null ? List.of() : result.images(),
                result == null
                        ? new BuildTimings(order.requestedAt(), build.releasedAt(), null, null, null)
                        : result.timings(),
                build.attempt(),
                result == null ? null : result.node(),
                result == null || result.sboms().isEmpty() ? null : result.sboms(),
                "/v1/builds/" + order.id() + "/log");
    }
}
