package dev.ondes.detector.handover;

import dev.ondes.contracts.node.DetectedNotice;
import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.detector.handover.Delivery.Confirmed;
import dev.ondes.detector.handover.Delivery.Later;
import dev.ondes.detector.handover.Delivery.Refused;
import dev.ondes.detector.health.Health;
import dev.ondes.detector.http.Endpoint;
import dev.ondes.detector.log.Log;
import dev.ondes.detector.watch.Cloud;
import dev.ondes.detector.watch.Standing;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * What spot-watcher must still be told: the last word of each kind. One thread runs {@link #step}; any may {@link #put}. A
 * notice is tried until it is confirmed, or its deadline has passed, which the log then says.
 */
public final class Outbox {
    private static final Duration IDLE = Duration.ofMinutes(1);

    private final Map<NoticeKind, Letter> letters = new EnumMap<>(NoticeKind.class);
    private final Cloud cloud;
    private final Postman postman;
    private final Health health;
    private final Clock clock;
    private final Log log;

    public Outbox(
            Cloud cloud,
            Endpoint watcher,
            Path tokenFile,
            SSLSocketFactory tls,
            Addresses addresses,
            Health health,
            Clock clock,
            Log log) {
        this.cloud = cloud;
        this.postman = new Postman(watcher, tokenFile, tls, addresses, health.metrics());
        this.health = health;
        this.clock = clock;
        this.log = log;
    }

    /** A later word about the same kind replaces an earlier one that hasn't been told. */
    public void put(DetectedNotice notice) {
        health.metrics()
                .count("ondes_detector_notices_total{kind=\"" + notice.kind().wire() + "\",withdrawn=\""
                        + notice.withdrawn() + "\"}");
        say(word(notice), notice.kind().sentence(), notice);
        synchronized (this) {
            letters.put(notice.kind(), Letter.of(notice));
            notifyAll();
        }
    }

    private static String word(DetectedNotice notice) {
        if (!notice.withdrawn()) {
            return "notice";
        }
        return notice.rawId().equals(Standing.NOT_SEEN) ? "not-seen" : "withdrawn";
    }

    public synchronized boolean isEmpty() {
        return letters.values().stream().allMatch(Letter::confirmed);
    }

    /** Tries the most urgent one that is due. @return how long until another is */
    public Duration step() throws InterruptedException {
        Optional<Letter> due = due();
        if (due.isPresent()) {
            Letter letter = due.get();
            settle(letter, postman.deliver(letter.notice()));
        }
        return untilNext();
    }

    /** Until something is put, at most for the given time. */
    @SuppressWarnings("WaitNotInLoop") // Woken for nothing, the caller looks once more.
    public synchronized void await(Duration time) throws InterruptedException {
        Instant now = clock.instant();
        if (!time.isZero()
                && letters.values().stream()
                        .noneMatch(letter -> !letter.nextAt().isAfter(now))) {
            wait(Math.max(1, time.toMillis()));
        }
    }

    private synchronized Optional<Letter> due() {
        Instant now = clock.instant();
        return letters.values().stream()
                .filter(letter -> !letter.nextAt().isAfter(now))
                .min(Comparator.comparing(Letter::confirmed).thenComparing(Letter::end));
    }

    private synchronized Duration untilNext() {
        return letters.values().stream()
                .map(Letter::nextAt)
                .min(Comparator.naturalOrder())
                .map(next -> Duration.between(clock.instant(), next))
                .map(wait -> wait.isNegative() ? Duration.ZERO : wait)
                .orElse(IDLE);
    }

    private void settle(Letter letter, Delivery delivery) {
        switch (delivery) {
            case Confirmed(boolean handled) -> confirmed(letter, handled);
            case Refused(String why) -> {
                replace(letter, null);
                ended(letter, "refused", "spot-watcher will not take it: " + why);
            }
            case Later(String why) -> later(letter, why);
        }
    }

    private void confirmed(Letter letter, boolean handled) {
        boolean follow = !handled && !letter.notice().withdrawn() && cloud.wantsToKnowWhenHandled();
        Instant now = clock.instant();
        replace(letter, follow && now.isBefore(letter.followUp(now).end()) ? letter.followUp(now) : null);
        if (!letter.confirmed()) {
            Duration took = Duration.between(letter.notice().noticedAt(), now);
            health.metrics().took("ondes_detector_handover_seconds", took);
            Instant deadline = letter.notice().deadline();
            if (deadline != null) {
                health.metrics()
                        .is(
                                "ondes_detector_left_seconds",
                                Duration.between(now, deadline).toMillis() / 1e3);
            }
            ended(letter, "confirmed", "after " + took.toMillis() + " ms");
        }
        cloud.handedOver(letter.notice(), handled);
    }

    private void later(Letter letter, String why) {
        Instant now = clock.instant();
        if (!now.isBefore(letter.end())) {
            replace(letter, null);
            if (!letter.confirmed()) {
                ended(letter, "gave-up", "not told in time, " + (letter.failures() + 1) + " attempts: " + why);
            }
            return;
        }
        Letter again = letter.failed(now);
        replace(letter, again);
        if (Integer.bitCount(again.failures()) == 1) {
            say("not-told-yet", why + " (attempt " + again.failures() + ")", letter.notice());
        }
    }

    /** Unless a later word has come meanwhile. */
    private synchronized void replace(Letter letter, @Nullable Letter by) {
        if (by == null) {
            letters.remove(letter.notice().kind(), letter);
        } else {
            letters.replace(letter.notice().kind(), letter, by);
        }
    }

    private void ended(Letter letter, String outcome, String detail) {
        health.metrics().count("ondes_detector_handovers_total{outcome=\"" + outcome + "\"}");
        say(outcome, detail, letter.notice());
    }

    private void say(String event, String detail, DetectedNotice notice) {
        Map<Log.Key, Object> keys = new EnumMap<>(Log.Key.class);
        keys.put(Log.Key.INSTANCE, notice.instanceId());
        keys.put(Log.Key.KIND, notice.kind().wire());
        keys.put(Log.Key.ACTION, notice.action().wire());
        if (notice.deadline() != null) {
            keys.put(Log.Key.DEADLINE, notice.deadline());
        }
        log.say(event, detail, keys);
    }
}
