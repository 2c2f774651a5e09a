package dev.ondes.spot.sqs;

import dev.ondes.contracts.node.InstanceAction;
import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.contracts.node.Provider;
import dev.ondes.messaging.log.LogLine;
import dev.ondes.spot.node.NodeFacts;
import dev.ondes.spot.node.NodeId;
import dev.ondes.spot.notice.NotTakenException;
import dev.ondes.spot.notice.Notice;
import dev.ondes.spot.notice.Notices;
import dev.ondes.spot.notice.Withdrawal;
import dev.ondes.spot.tell.Meters;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * EC2's status checks of our nodes, which no event tells of: what fails one for some time is a notice, and what passes again
 * takes it back, also where a leader before this one announced it. The leader calls {@link #look} every minute. For one
 * thread at a time.
 */
public final class InstanceHealth {
    private static final Logger LOG = Logger.getLogger(InstanceHealth.class);
    static final String SOURCE = "ec2-status";

    /** Asks EC2 which instances of the account fail a check. */
    @FunctionalInterface
    public interface Checks {
        Set<String> impaired() throws IOException;
    }

    /**
     * An instance that is a node of ours.
     *
     * @param announced whether its node's ledger holds what we said of it
     */
    record Ours(String instance, boolean announced) {
        static Stream<Ours> of(NodeFacts node) {
            boolean announced = node.ledger()
                    .active()
                    .anyMatch(entry -> entry.kind() == NoticeKind.INSTANCE_UNHEALTHY
                            && entry.sources().contains(SOURCE));
            return node.machine().filter(machine -> machine.provider() == Provider.AWS).stream()
                    .map(machine -> new Ours(machine.id(), announced));
        }
    }

    private final Supplier<List<Ours>> nodes;
    private final Checks checks;
    private final Notices notices;
    private final Duration patience;
    private final Meters meters;
    private final Clock clock;
    private final Map<String, Instant> failing = new HashMap<>();
    private final Set<String> told = new HashSet<>();

    /**
     * Makes one.
     *
     * @param nodes at present
     * @param patience how long a check may fail before it counts: some mend themselves
     */
    public InstanceHealth(
            Supplier<List<Ours>> nodes, Checks checks, Notices notices, Duration patience, Meters meters, Clock clock) {
        this.nodes = nodes;
        this.checks = checks;
        this.notices = notices;
        this.patience = patience;
        this.meters = meters;
        this.clock = clock;
    }

    /** Asks once. */
    public synchronized void look() {
        Set<String> impaired;
        try {
            impaired = new HashSet<>(checks.impaired());
        } catch (IOException e) {
            LOG.warn(LogLine.of("EC2's status checks can't be read").why(e.getMessage()));
            meters.failed(SOURCE, "poll");
            return;
        }
        meters.polled(SOURCE);
        List<Ours> ours = nodes.get();
        impaired.retainAll(ours.stream().map(Ours::instance).toList());
        Instant now = clock.instant();
        failing.keySet().retainAll(impaired);
        for (String instance : impaired) {
            Instant since = failing.computeIfAbsent(instance, _ -> now);
            if (!now.isBefore(since.plus(patience)) && !told.contains(instance)) {
                tell(instance, since);
            }
        }
        Stream.concat(
                        Set.copyOf(told).stream(),
                        ours.stream().filter(Ours::announced).map(Ours::instance))
                .distinct()
                .filter(instance -> !impaired.contains(instance))
                .forEach(instance -> takeBack(instance, now));
    }

    private void tell(String instance, Instant since) {
        try {
            notices.heard(new Notice(
                    Provider.AWS,
                    NodeId.ofMachine(instance),
                    NoticeKind.INSTANCE_UNHEALTHY,
                    InstanceAction.UNKNOWN,
                    since,
                    null,
                    SOURCE,
                    "status-check"));
            told.add(instance);
        } catch (NotTakenException e) {
            LOG.info(LogLine.of("not announced yet, again at the next look").why(e.getMessage()));
        }
    }

    private void takeBack(String instance, Instant now) {
        try {
            notices.withdrawn(new Withdrawal(
                    Provider.AWS,
                    NodeId.ofMachine(instance),
                    NoticeKind.INSTANCE_UNHEALTHY,
                    SOURCE,
                    now,
                    "the status checks pass again"));
            told.remove(instance);
        } catch (NotTakenException e) {
            LOG.info(LogLine.of("not taken back yet, again at the next look").why(e.getMessage()));
        }
    }
}
