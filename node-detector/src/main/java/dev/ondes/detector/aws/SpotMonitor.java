package dev.ondes.detector.aws;

import dev.ondes.contracts.node.InstanceAction;
import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.detector.watch.Json;
import dev.ondes.detector.watch.MetadataException;
import dev.ondes.detector.watch.Sighting;
import dev.ondes.detector.watch.Standing;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The spot interruption. Once said, it stands: 404 afterwards can mean that the owner has ended the machine. Only a machine
 * that is still here well after the time, as one that was hibernated and woken, is told as staying; where an earlier run of
 * this program heard the time, that is so when this one has run for longer than any notice.
 */
final class SpotMonitor extends ImdsMonitor {
    private static final String PATH = "spot/instance-action";
    /** What AWS promises, where it doesn't say a time that can be read. */
    private static final Duration USUAL_NOTICE = Duration.ofMinutes(2);

    private static final Duration SURVIVED = Duration.ofMinutes(1);

    private final Clock clock;
    private @Nullable Instant begun;

    SpotMonitor(Imds imds, Standing standing, Clock clock, Duration interval) {
        super("spot", imds, standing, interval);
        this.clock = clock;
    }

    @Override
    public boolean look(Duration patience) throws MetadataException {
        if (begun == null) {
            begun = clock.instant();
        }
        Optional<String> answer = get(PATH, patience);
        if (answer.isPresent()) {
            Map<?, ?> notice = Json.object(answer.get(), PATH);
            String action = Json.text(notice, "action");
            standing.saw(
                    NoticeKind.SPOT_INTERRUPTION,
                    new Sighting(action(action), time(Json.text(notice, "time")), action));
            return true;
        }
        Sighting said = standing.of(NoticeKind.SPOT_INTERRUPTION);
        Instant end = said == null || said.deadline() == null ? begun.plus(USUAL_NOTICE) : said.deadline();
        if (clock.instant().isAfter(end.plus(SURVIVED))) {
            standing.withdrawn(NoticeKind.SPOT_INTERRUPTION);
        }
        return false;
    }

    private static InstanceAction action(String word) {
        return switch (word) {
            case "terminate" -> InstanceAction.TERMINATE;
            case "stop" -> InstanceAction.STOP;
            case "hibernate" -> InstanceAction.HIBERNATE;
            default -> InstanceAction.UNKNOWN;
        };
    }

    /** Whole seconds or fractions of them. */
    private Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            Sighting said = standing.of(NoticeKind.SPOT_INTERRUPTION);
            return said != null && said.deadline() != null
                    ? said.deadline()
                    : clock.instant().plus(USUAL_NOTICE);
        }
    }
}
