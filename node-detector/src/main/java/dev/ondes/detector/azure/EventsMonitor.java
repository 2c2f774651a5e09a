package dev.ondes.detector.azure;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ondes.contracts.node.InstanceAction;
import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.detector.http.Answer;
import dev.ondes.detector.http.Connection;
import dev.ondes.detector.http.Request;
import dev.ondes.detector.watch.Json;
import dev.ondes.detector.watch.MetadataCalls;
import dev.ondes.detector.watch.MetadataException;
import dev.ondes.detector.watch.Monitor;
import dev.ondes.detector.watch.Sighting;
import dev.ondes.detector.watch.Standing;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Scheduled events of this machine. They come to every machine of a placement group, so that {@code Resources} decides. An
 * event that is over or cancelled vanishes from the list: either way this machine stays. The list is read through only when
 * its {@code DocumentIncarnation} has changed.
 */
final class EventsMonitor implements Monitor {
    private static final String PATH = "/metadata/scheduledevents?api-version=2020-07-01";
    /** The first call turns the service on. */
    private static final Duration FIRST_PATIENCE = Duration.ofSeconds(150);
    /** The machine stands still for a moment, and goes on: no reason to leave it. */
    private static final int SHORT_FREEZE = 30;

    private static final List<NoticeKind> KINDS =
            List.of(NoticeKind.SPOT_INTERRUPTION, NoticeKind.GROUP_SCALE_IN, NoticeKind.MAINTENANCE);

    private final Connection connection;
    private final Standing standing;
    private final Clock clock;
    private final Duration interval;
    private final Queue<String> approvals;
    private String incarnation = "";
    private boolean answered;

    EventsMonitor(Connection connection, Standing standing, Clock clock, Duration interval, Queue<String> approvals) {
        this.connection = connection;
        this.standing = standing;
        this.clock = clock;
        this.interval = interval;
        this.approvals = approvals;
    }

    @Override
    public String name() {
        return "events";
    }

    @Override
    public Duration interval() {
        return interval;
    }

    @Override
    public boolean look(Duration patience) throws MetadataException {
        see(patience);
        // Last: where Azure takes no approval, what it says is heard all the same.
        approve(patience);
        return KINDS.stream().anyMatch(kind -> standing.of(kind) != null);
    }

    private void see(Duration patience) throws MetadataException {
        Answer answer = send(Request.get(PATH), answered ? patience : FIRST_PATIENCE);
        if (answer.status() != 200) {
            throw MetadataException.ofStatus(answer.status(), PATH);
        }
        answered = true;
        Map<?, ?> document = Json.object(answer.text(), PATH);
        String now = Json.text(document, "DocumentIncarnation");
        if (now.isEmpty() || !now.equals(incarnation)) {
            read(document);
            incarnation = now;
        }
    }

    /** Azure needn't wait for an event's time. What it doesn't accept any more is over. */
    private void approve(Duration patience) throws MetadataException {
        for (String id = approvals.peek(); id != null; id = approvals.peek()) {
            String body = "{\"StartRequests\":[{\"EventId\":\"" + id + "\"}]}";
            Answer answer = send(Request.postJson(PATH, body.getBytes(UTF_8)), patience);
            if (answer.status() == 429 || answer.status() >= 500) {
                throw MetadataException.ofStatus(answer.status(), "POST " + PATH);
            }
            approvals.remove();
        }
    }

    private Answer send(Request request, Duration limit) throws MetadataException {
        return MetadataCalls.send(connection, request.with("Metadata", "true"), limit);
    }

    private void read(Map<?, ?> document) {
        Map<NoticeKind, Sighting> first = new EnumMap<>(NoticeKind.class);
        for (Map<?, ?> event : Json.objects(document.get("Events"))) {
            NoticeKind kind = kind(event);
            if (kind != null && concernsUs(event)) {
                first.merge(kind, sighting(kind, event), EventsMonitor::earlier);
            }
        }
        for (NoticeKind kind : KINDS) {
            Sighting sighting = first.get(kind);
            if (sighting == null) {
                standing.withdrawn(kind);
            } else {
                standing.saw(kind, sighting);
            }
        }
    }

    private boolean concernsUs(Map<?, ?> event) {
        return event.get("Resources") instanceof List<?> resources
                && resources.stream()
                        .anyMatch(name -> standing.identity().instanceId().equalsIgnoreCase(String.valueOf(name)));
    }

    private static @Nullable NoticeKind kind(Map<?, ?> event) {
        return switch (Json.text(event, "EventType")) {
            case "Preempt" -> NoticeKind.SPOT_INTERRUPTION;
            case "Terminate" -> NoticeKind.GROUP_SCALE_IN;
            case "Freeze" -> isShort(event) ? null : NoticeKind.MAINTENANCE;
            case "Reboot", "Redeploy" -> NoticeKind.MAINTENANCE;
            default -> null;
        };
    }

    private static boolean isShort(Map<?, ?> event) {
        String seconds = Json.text(event, "DurationInSeconds");
        return seconds.matches("\\d{1,2}") && Integer.parseInt(seconds) <= SHORT_FREEZE;
    }

    private Sighting sighting(NoticeKind kind, Map<?, ?> event) {
        InstanceAction action =
                switch (Json.text(event, "EventType")) {
                    case "Preempt", "Terminate" -> InstanceAction.TERMINATE;
                    case "Reboot", "Redeploy" -> InstanceAction.REBOOT;
                    default -> InstanceAction.UNKNOWN;
                };
        String id = Json.text(event, "EventId");
        return new Sighting(action, deadline(kind, id, Json.text(event, "NotBefore")), id);
    }

    /** Of an event that has begun, the time that was said before; else now. */
    private Instant deadline(NoticeKind kind, String id, String notBefore) {
        try {
            return Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(notBefore));
        } catch (DateTimeException e) {
            Sighting said = standing.of(kind);
            return said != null && said.deadline() != null && said.rawId().equals(id)
                    ? said.deadline()
                    : clock.instant();
        }
    }

    private static Sighting earlier(Sighting one, Sighting other) {
        return Comparator.comparing(Sighting::deadline, Comparator.nullsFirst(Comparator.<Instant>naturalOrder()))
                                .compare(one, other)
                        <= 0
                ? one
                : other;
    }
}
