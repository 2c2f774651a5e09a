package dev.ondes.cloud.metadata;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/**
 * An Azure scheduled event.
 *
 * @param type {@code Freeze}, {@code Reboot}, {@code Redeploy}, {@code Preempt} or {@code Terminate}
 * @param seconds how long it takes; -1 where that isn't known
 */
public record ScheduledEvent(String eventId, String type, List<String> resources, Instant notBefore, int seconds) {

    void write(ObjectNode json, boolean started) {
        json.put("EventId", eventId)
                .put("EventStatus", started ? "Started" : "Scheduled")
                .put("EventType", type)
                .put("ResourceType", "VirtualMachine");
        resources.forEach(json.putArray("Resources")::add);
        json.put(
                        "NotBefore",
                        started ? "" : DateTimeFormatter.RFC_1123_DATE_TIME.format(notBefore.atOffset(ZoneOffset.UTC)))
                .put("Description", "")
                .put("EventSource", "Platform")
                .put("DurationInSeconds", seconds);
    }
}
