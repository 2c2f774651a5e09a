package dev.ondes.alerter.notify;

import dev.ondes.alerter.alerts.Alert;
import dev.ondes.alerter.alerts.News;
import dev.ondes.alerter.alerts.Seen;
import dev.ondes.alerter.fleet.KnownAlert;
import dev.ondes.contracts.event.AlertFiring;
import dev.ondes.contracts.event.AlertResolved;
import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
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

    private final Announcements announcements;
    private final List<Courier> couriers;
    private final Links links;
    /** What we said; the journal says it too, but later. */
    private final Map<String, KnownAlert> own = new HashMap<>();
    /** Alerts whose begin nobody but us can have told: we said it, or saw it silenced, and have led since. By id. */
    private final Set<String> onlyOurs = new HashSet<>();

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
        Map<String, KnownAlert> known = known(seen.fleet().alerts());
        News news = News.of(firing, known, seen);
        List<Announcements.Said> said = new ArrayList<>();
        news.firing().forEach(began -> said.add(begin(began)));
        news.resolved().forEach(ended -> said.add(end(ended, known.get(ended.alertId()))));
        journalFirst(said);
        remind(seen);
        tell(seen, silenced(firing));
        return !said.isEmpty();
    }

    /** Another replica leads: what our couriers still hold is its to tell. To be repeated while it does. */
    public synchronized void rest() {
        couriers.forEach(Courier::rest);
        onlyOurs.clear();
    }

    private synchronized Announcements.Said begin(AlertFiring began) {
        onlyOurs.add(began.alertId());
        return say(began);
    }

    /** @param alert as it is known before */
    private synchronized Announcements.Said end(AlertResolved ended, @Nullable KnownAlert alert) {
        if (!onlyOurs.remove(ended.alertId()) && alert != null && alert.firing() != null) {
            assumeTold(alert.firing().said());
        }
        return say(ended);
    }

    /**
     * The replica that said this begin may have been killed when people had it and the journal didn't know yet. So who was to be told of
     * it counts as told: an end too many is read and forgotten, one too few leaves an incident open (ADR 12).
     */
    private void assumeTold(AlertFiring began) {
        Message message = Message.began(began, links);
        List<String> wanted = couriers.stream()
                .map(Courier::receiver)
                .filter(receiver -> receiver.wants(message))
                .map(Receiver::name)
                .toList();
        if (!told(began.told()).containsAll(wanted)) {
            var _ = say(told(began, wanted));
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

    /** What is known to fire, or to have fired, ours included; by id. */
    public synchronized Map<String, KnownAlert> known(List<KnownAlert> journal) {
        Map<String, KnownAlert> known = new HashMap<>();
        journal.forEach(alert -> known.put(alert.id(), alert));
        own.forEach((id, alert) -> known.merge(id, alert, Desk::join));
        return known;
    }

    private static KnownAlert join(KnownAlert one, KnownAlert other) {
        KnownAlert joined = other.firing() == null ? one : one.with(other.firing());
        return other.resolved() == null ? joined : joined.with(other.resolved());
    }

    private synchronized Announcements.Said say(AlertFiring began) {
        Announcements.Said said = announcements.say(began);
        var firing = new KnownAlert.Firing(said.event().time(), began);
        own.merge(began.alertId(), KnownAlert.of(began.alertId()).with(firing), Desk::join);
        return said;
    }

    private synchronized Announcements.Said say(AlertResolved ended) {
        Announcements.Said said = announcements.say(ended);
        var resolved = new KnownAlert.Resolved(said.event().time(), ended);
        own.merge(ended.alertId(), KnownAlert.of(ended.alertId()).with(resolved), Desk::join);
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
            boolean knows = told(began.told()).contains(courier.receiver().name());
            if (alert.fires()) {
                Message message = Message.began(began, links);
                if (!knows && silenced) {
                    courier.withdraw(message.key());
                    onlyOurs.add(alert.id());
                } else if (!knows && courier.receiver().wants(message)) {
                    courier.offer(message, () -> toldOfBegin(alert.id(), began, courier));
                }
            } else if (resolved != null && resolved.said().resolvedAt().isAfter(old)) {
                AlertResolved ended = resolved.said();
                Message message = Message.ended(began, ended, links);
                if (!knows) {
                    courier.withdraw(message.key());
                } else if (!told(ended.told()).contains(courier.receiver().name())) {
                    courier.offer(message, () -> toldOfEnd(alert.id(), ended, courier));
                }
            }
        }
    }

    private synchronized void toldOfBegin(String id, AlertFiring told, Courier courier) {
        KnownAlert ours = own.get(id);
        AlertFiring newest = told;
        if (ours != null && ours.firing() != null) {
            newest = later(ours.firing().said(), told);
            if (newest.firedAt().isAfter(told.firedAt())) {
                return;
            }
        }
        var _ = say(told(newest, List.of(courier.receiver().name())));
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

    private synchronized void toldOfEnd(String id, AlertResolved told, Courier courier) {
        KnownAlert ours = own.get(id);
        AlertResolved newest = told;
        if (ours != null && ours.resolved() != null) {
            newest = later(ours.resolved().said(), told);
            if (newest.firedAt().isAfter(told.firedAt())) {
                return;
            }
        }
        var _ = say(new AlertResolved(
                newest.alertId(),
                newest.alert(),
                newest.severity(),
                newest.jobClass(),
                newest.about(),
                newest.summary(),
                newest.firedAt(),
                newest.resolvedAt(),
                plus(newest.told(), List.of(courier.receiver().name()))));
    }

    /** Of two sayings of the same firing the one that was written down: it may name more who have been told. */
    private static AlertFiring later(AlertFiring ours, AlertFiring told) {
        return ours.firedAt().isBefore(told.firedAt()) ? told : ours;
    }

    private static AlertResolved later(AlertResolved ours, AlertResolved told) {
        return ours.firedAt().isBefore(told.firedAt()) ? told : ours;
    }

    private static List<String> told(@Nullable List<String> told) {
        return Objects.requireNonNullElse(told, List.of());
    }

    private static List<String> plus(@Nullable List<String> told, List<String> names) {
        return Stream.concat(told(told).stream(), names.stream()).distinct().toList();
    }

    @Override
    public void close() {
        couriers.forEach(Courier::close);
        announcements.close();
    }
}
