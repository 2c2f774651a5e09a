package dev.ondes.alerter.console.view;

import dev.ondes.contracts.build.BuildTimings;
import dev.ondes.contracts.event.BuildStarted;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** What happened to a build, in its order; what nobody said is left out. */
final class BuildSteps {
    private BuildSteps() {}

    static SequencedMap<String, Instant> of(@Nullable BuildStarted started, @Nullable BuildTimings timings) {
        SequencedMap<String, Instant> steps = new LinkedHashMap<>();
        if (timings != null) {
            put(steps, "asked for", timings.requestedAt());
            put(steps, "its turn came", timings.releasedAt());
            put(steps, "the builder began", timings.startedAt());
            put(steps, "the builder ended", timings.builtAt());
            put(steps, "the result was known", timings.finishedAt());
        } else if (started != null) {
            put(steps, "the builder began, attempt " + started.attempt(), started.startedAt());
        }
        return steps;
    }

    private static void put(Map<String, Instant> steps, String name, @Nullable Instant at) {
        if (at != null) {
            steps.put(name, at);
        }
    }
}
