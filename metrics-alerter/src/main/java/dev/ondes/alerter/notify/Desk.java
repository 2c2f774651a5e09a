package dev.ondes.alerter.notify;

import dev.ondes.alerter.alerts.Alert;
import dev.ondes.alerter.alerts.News;
import dev.ondes.alerter.alerts.Seen;
import dev.ondes.alerter.fleet.KnownAlert;
import dev.ondes.contracts.event.AlertFiring;
import dev.ondes.contracts.event.AlertResolved;
import dev.ondes.messaging.connect.Deadline;
import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Where alerts become known: first the journal hears of it, then people do, then the journal hears that they did. So whoever takes over
 * knows what is still to be told. Only who leads works at it; all calls are safe on any thread, and may be repeated.
 */
public final class Desk implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Desk.class);
    /** The broker may be what is broken: then people are told all the same. */
    private static final Duration JOURNAL_FIRST = Duration.ofSeconds(3);
    /** What ended longer ago, nobody needs to be told. */
    private static final Duration OLD = Duration.ofHours(1);
    /** Half of what is read of the journal at a start, at most. */
    private static final Duration REMIND = Duration.ofHours(12);

    /** With what announcements get, less than a supervisor gives a process to end. */
    private static final Duration UNDER_WAY = Duration.ofSeconds(5);

    private final Announcements announcements;
    private final List<Courier> couriers;
    private final Links links;
    private final Ledger ledger = new Ledger();

    Desk(Announcements announcements, List<Courier> couriers, Links links) {
        this.announcements = announcements;
        this.couriers = List.copyOf(couriers);
        this.links = links;
    }

    /**
     * Says what is new, and tells people what they don't know.
     *
     * @return whether something began or ended
     */
    public boolean settle(List<Alert> firing, Seen seen) {
        News news = News.of(firing, known(seen.fleet().alerts()), seen);
        List<Announcements.Said> said = new ArrayList<>();
        news.firing().forEach(began -> said.add(begin(began)));
        news.resolved().forEach(ended -> said.add(end(ended)));
        journalFirst(said);
        remind(seen);
        tell(seen, silenced(firing));
        return !said.isEmpty();
    }

    /** Another replica leads: what our couriers still hold is its to tell. To be repeated while it does. */
    public synchronized void rest() {
        couriers.forEach(Courier::rest);
        ledger.rest();
    }

    private synchronized Announcements.Said begin(AlertFiring began) {
        ledger.isOurs(began.alertId());
        return say(began);
    }

    private synchronized Announcements.Said end(AlertResolved ended) {
        boolean ours = ledger.endsOurs(ended.alertId());
        ledger.beginOf(ended).ifPresent(began -> assumeTold(began, ours));
        return say(ended);
    }

    /**
     * Whoever may have been told of the begin counts as told: an end too many is read and forgotten, one too few leaves an incident open (ADR 12).
     *
     * @param ours nobody but us can have told it. Else the replica that did may have been killed when people had it and the journal didn't know yet
     */
    private void assumeTold(AlertFiring began, boolean ours) {
        Message message = Message.began(began, links);
        couriers.forEach(courier -> courier.withdraw(message.key()));
        List<String> may = couriers.stream()
                .filter(courier -> ours
                        ? courier.mayHaveTold(message.key())
                        : courier.receiver().wants(message))
                .map(courier -> courier.receiver().name())
                .toList();
        if (!told(began.told()).containsAll(may)) {
            var _ = say(told(began, may));
        }
    }

    /** What fires for long is said again, so that whoever starts finds it in the part of the journal that is read. */
    private void remind(Seen seen) {
        Instant before = seen.fleet().at().minus(REMIND);
        known(seen.fleet().alerts()).values().stream()
                .filter(KnownAlert::fires)
                .flatMap(alert -> Optional.ofNullable(alert.firing()).stream())
                .filter(firing -> firing.saidAt().isBefore(before))
                .forEach(firing -> say(firing.said()));
    }

    /** Under the lock that writing down needs, too: what was told in between would be offered once more. */
    private synchronized void tell(Seen seen, Set<String> silenced) {
        Instant old = seen.fleet().at().minus(OLD);
        known(seen.fleet().alerts()).values().forEach(alert -> tell(alert, old, silenced.contains(alert.id())));
    }

    private static Set<String> silenced(List<Alert> firing) {
        return firing.stream()
                .filter(alert -> alert.quiet() == Alert.Quiet.SILENCED)
                .map(alert -> alert.key().id())
                .collect(Collectors.toSet());
    }

    /**
     * What is known to fire, or to have fired, ours included; by id.
     *
     * @param journal what it says by now
     */
    public synchronized Map<String, KnownAlert> known(List<KnownAlert> journal) {
        ledger.read(journal);
        return ledger.all();
    }

    private synchronized Announcements.Said say(AlertFiring began) {
        Announcements.Said said = announcements.say(began);
        ledger.say(began, said.event().time());
        return said;
    }

    private synchronized Announcements.Said say(AlertResolved ended) {
        Announcements.Said said = announcements.say(ended);
        ledger.say(ended, said.event().time());
        return said;
    }

    private static void journalFirst(List<Announcements.Said> said) {
        long end = System.nanoTime() + JOURNAL_FIRST.toNanos();
        for (Announcements.Said one : said) {
            LOG.info(LogLine.of("said")
                    .with(LogKey.EVENT, one.event().type().routingKey())
                    .with(LogKey.SUBJECT, one.event().subject()));
            try {
                one.taken().get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException | ExecutionException e) {
                // People first, then; it is said when the broker is back.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** @param silenced who was not told yet isn't, while it lasts */
    private void tell(KnownAlert alert, Instant old, boolean silenced) {
        KnownAlert.Firing firing = alert.firing();
        if (firing == null) {
            return;
        }
        AlertFiring began = firing.said();
        KnownAlert.Resolved resolved = alert.resolved();
        for (Courier courier : couriers) {
            Receiver receiver = courier.receiver();
            boolean knows = told(began.told()).contains(receiver.name());
            if (alert.fires()) {
                Message message = Message.began(began, links);
                if (!knows && silenced) {
                    courier.withdraw(message.key());
                    ledger.isOurs(alert.id());
                } else if (!knows && receiver.wants(message)) {
                    courier.offer(message, () -> toldOfBegin(began, receiver));
                }
            } else if (resolved != null && resolved.said().resolvedAt().isAfter(old)) {
                AlertResolved ended = resolved.said();
                Message message = Message.ended(began, ended, links);
                if (!knows) {
                    courier.withdraw(message.key());
                } else if (!told(ended.told()).contains(receiver.name())) {
                    courier.offer(message, () -> toldOfEnd(ended, receiver));
                }
            }
        }
    }

    private synchronized void toldOfBegin(AlertFiring began, Receiver receiver) {
        ledger.last(began)
                .filter(last -> !told(last.told()).contains(receiver.name()))
                .ifPresent(last -> say(told(last, List.of(receiver.name()))));
    }

    private synchronized void toldOfEnd(AlertResolved ended, Receiver receiver) {
        ledger.last(ended)
                .filter(last -> !told(last.told()).contains(receiver.name()))
                .ifPresent(last -> say(told(last, List.of(receiver.name()))));
    }

    /** The same, said with who else has been told. */
    private static AlertFiring told(AlertFiring began, List<String> names) {
        return new AlertFiring(
                began.alertId(),
                began.alert(),
                began.severity(),
                began.jobClass(),
                began.about(),
                began.summary(),
                began.description(),
                began.activeSince(),
                began.firedAt(),
                began.value(),
                began.threshold(),
                plus(began.told(), names));
    }

    private static AlertResolved told(AlertResolved ended, List<String> names) {
        return new AlertResolved(
                ended.alertId(),
                ended.alert(),
                ended.severity(),
                ended.jobClass(),
                ended.about(),
                ended.summary(),
                ended.firedAt(),
                ended.resolvedAt(),
                plus(ended.told(), names));
    }

    private static List<String> told(@Nullable List<String> told) {
        return Objects.requireNonNullElse(told, List.of());
    }

    private static List<String> plus(@Nullable List<String> told, List<String> names) {
        return Stream.concat(told(told).stream(), names.stream()).distinct().toList();
    }

    /** Waits for some seconds until who is being told now has been, and the journal knows it: the next leader would tell them once more. */
    @Override
    public void close() {
        couriers.forEach(Courier::close);
        try {
            Deadline deadline = Deadline.in(UNDER_WAY);
            for (Courier courier : couriers) {
                courier.awaitEnd(deadline);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        announcements.close();
    }
}
