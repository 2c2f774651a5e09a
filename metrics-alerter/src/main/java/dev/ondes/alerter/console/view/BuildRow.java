package dev.ondes.alerter.console.view;

import dev.ondes.alerter.fleet.Build;
import dev.ondes.contracts.build.BuildTimings;
import dev.ondes.contracts.event.BuildDone;
import dev.ondes.contracts.event.BuildStarted;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One build.
 *
 * @param reason why it ended, in words; empty while it didn't
 * @param took from the request to the end; counted on while it runs
 */
public record BuildRow(
        String id,
        String link,
        Mark mark,
        String project,
        String builder,
        String reason,
        String detail,
        int attempts,
        String node,
        JobRow.@Nullable Span took,
        Times.Stamp heard,
        List<Image> images,
        List<Step> steps) {

    /** What was pushed. */
    public record Image(String name, String digest, String size) {
        /** Of its name, between which a line may end. */
        public List<String> pieces() {
            return Text.pieces(name);
        }
    }

    /** A step that happened. */
    public record Step(String name, Times.Stamp at) {}

    static BuildRow of(Build build, Times times) {
        BuildStarted started = build.started() == null ? null : build.started().said();
        BuildDone done = build.done() == null ? null : build.done().said();
        String node = done != null && done.node() != null
                ? done.node()
                : started != null && started.node() != null ? started.node() : "";
        return new BuildRow(
                Text.shown(build.id()),
                Links.build(build.id()),
                done == null ? new Mark(Mark.Tone.BUSY, "●", "building") : Mark.of(done.outcome()),
                Text.shown(project(build)),
                builder(started, done),
                done == null ? "" : done.reason().sentence(),
                done == null || done.detail() == null ? "" : Text.shown(done.detail()),
                done != null ? done.attempts() : started != null ? started.attempt() : 0,
                Text.shown(node),
                took(started, done, times),
                times.at(build.heardLast()),
                done == null ? List.of() : images(done),
                steps(started, done, times));
    }

    static String project(Build build) {
        if (build.done() != null && !build.done().said().project().isEmpty()) {
            return build.done().said().project();
        }
        return build.started() == null ? "" : build.started().said().project();
    }

    private static String builder(@Nullable BuildStarted started, @Nullable BuildDone done) {
        if (done != null && done.builder() != null) {
            return done.builder().wire();
        }
        return started == null ? "unknown" : started.builder().wire();
    }

    private static JobRow.@Nullable Span took(@Nullable BuildStarted started, @Nullable BuildDone done, Times times) {
        if (done == null) {
            return started == null ? null : JobRow.Span.since(times.since(started.startedAt()));
        }
        BuildTimings timings = done.timings();
        return timings == null || timings.finishedAt() == null
                ? null
                : JobRow.Span.took(Duration.between(timings.requestedAt(), timings.finishedAt()));
    }

    private static List<Image> images(BuildDone done) {
        return done.images().stream()
                .map(image -> new Image(
                        Text.shown(image.name()),
                        Text.shown(image.digest()),
                        image.size() == null ? "unknown" : Measures.size(image.size())))
                .toList();
    }

    private static List<Step> steps(@Nullable BuildStarted started, @Nullable BuildDone done, Times times) {
        return BuildSteps.of(started, done == null ? null : done.timings()).entrySet().stream()
                .map(step -> new Step(step.getKey(), times.at(step.getValue())))
                .toList();
    }
}
