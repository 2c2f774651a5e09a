package dev.ondes.images.announce;

import dev.ondes.contracts.build.BuildReason;
import dev.ondes.contracts.event.BuildDone;
import dev.ondes.contracts.event.BuildStarted;
import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.event.EventData;
import dev.ondes.images.build.Build;
import dev.ondes.images.build.Result;
import dev.ondes.messaging.Events;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What this service says. Ids are made from what is said, so that an event repeated after a crash is the same. Each call returns
 * when the broker has it, or throws {@link dev.ondes.messaging.PublishException}.
 */
public final class Announcements {
    public static final String SERVICE = "image-builder";
    private static final String SOURCE = "/" + SERVICE;

    private final Events events;
    private final Clock clock;

    public Announcements(Events events, Clock clock) {
        this.events = events;
        this.clock = clock;
    }

    public void started(Build build, int attempt, @Nullable String node, @Nullable Instant at) {
        var order = build.order();
        say(
                "started:" + attempt,
                new BuildStarted(
                        order.id().value(),
                        order.requestId(),
                        order.grant().project().path(),
                        order.grant().builder(),
                        attempt,
                        node,
                        at == null ? clock.instant() : at));
    }

    public void done(Build build, Result result) {
        var order = build.order();
        say(
                "done",
                new BuildDone(
                        order.id().value(),
                        order.requestId(),
                        order.grant().project().path(),
                        result.reason().outcome(),
                        result.reason(),
                        result.detail(),
                        order.grant().builder(),
                        result.attempts(),
                        result.node(),
                        result.images(),
                        result.timings()));
    }

    /** A request by event that never became a build. */
    public void refused(String requestId, String project, BuildReason reason, String detail) {
        say(
                "refused",
                new BuildDone(
                        requestId,
                        requestId,
                        project,
                        reason.outcome(),
                        reason,
                        detail,
                        null,
                        0,
                        null,
                        List.of(),
                        null));
    }

    private void say(String what, EventData data) {
        String name = SOURCE + ":" + data.subject() + ":" + what;
        String id =
                UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
        events.publish(new Event<>(id, SOURCE, clock.instant(), data.subject(), null, data));
    }
}
