package dev.ondes.detector.aws;

import dev.ondes.contracts.node.InstanceAction;
import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.detector.watch.Json;
import dev.ondes.detector.watch.MetadataException;
import dev.ondes.detector.watch.Sighting;
import dev.ondes.detector.watch.Standing;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Scheduled maintenance. Of several events the first counts. Over when none is active any more: cancelled, or done and the
 * machine still here.
 */
final class MaintenanceMonitor extends ImdsMonitor {
    private static final String SCHEDULED = "events/maintenance/scheduled";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "d MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    MaintenanceMonitor(Imds imds, Standing standing, Duration interval) {
        super("maintenance", imds, standing, interval);
    }

    @Override
    public boolean look(Duration patience) throws MetadataException {
        Optional<Sighting> first = events(patience).stream()
                .filter(event -> Json.text(event, "State").equals("active")
                        && !Json.text(event, "Description").startsWith("["))
                .map(MaintenanceMonitor::sighting)
                .min(Comparator.comparing(Sighting::deadline, Comparator.nullsFirst(Comparator.naturalOrder())));
        if (first.isPresent()) {
            standing.saw(NoticeKind.MAINTENANCE, first.get());
        } else {
            standing.withdrawn(NoticeKind.MAINTENANCE);
        }
        return first.isPresent();
    }

    private List<Map<?, ?>> events(Duration patience) throws MetadataException {
        Optional<String> list = get(SCHEDULED, patience);
        return list.isEmpty() || list.get().isBlank() ? List.of() : Json.objects(Json.read(list.get(), SCHEDULED));
    }

    private static Sighting sighting(Map<?, ?> event) {
        return new Sighting(
                action(Json.text(event, "Code")), time(Json.text(event, "NotBefore")), Json.text(event, "EventId"));
    }

    private static InstanceAction action(String code) {
        return switch (code) {
            case "instance-reboot", "system-reboot" -> InstanceAction.REBOOT;
            case "instance-stop" -> InstanceAction.STOP;
            case "instance-retirement" -> InstanceAction.TERMINATE;
            // system-maintenance: network or power is taken away for a while.
            default -> InstanceAction.UNKNOWN;
        };
    }

    private static @Nullable Instant time(String text) {
        try {
            return Instant.from(TIME.parse(text));
        } catch (DateTimeException e) {
            return null;
        }
    }
}
