package dev.ondes.detector.watch;

import dev.ondes.contracts.node.DetectedNotice;
import dev.ondes.contracts.node.NoticeKind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the cloud says of this machine at present, one sighting of a kind. What is new, changed or gone is told once; what is
 * merely seen again isn't, also where its time drifts a little from look to look. Thread-safe.
 */
public final class Standing {
    /** A deadline that moves by less from one look to the next is the same. */
    private static final Duration TOLERANCE = Duration.ofSeconds(10);

    private final Map<NoticeKind, Sighting> seen = new EnumMap<>(NoticeKind.class);
    private final Identity identity;
    private final String node;
    private final String source;
    private final Clock clock;
    private final Consumer<DetectedNotice> news;

    public Standing(Identity identity, String node, String source, Clock clock, Consumer<DetectedNotice> news) {
        this.identity = identity;
        this.node = node;
        this.source = source;
        this.clock = clock;
        this.news = news;
    }

    public Identity identity() {
        return identity;
    }

    /** The cloud says this. */
    public synchronized void saw(NoticeKind kind, Sighting sighting) {
        Sighting before = seen.put(kind, sighting);
        if (before == null || !same(before, sighting)) {
            news.accept(notice(kind, sighting, false));
        }
    }

    /** The cloud says nothing of the kind, and that means that nothing will be done. */
    public synchronized void withdrawn(NoticeKind kind) {
        Sighting before = seen.remove(kind);
        if (before != null) {
            news.accept(notice(kind, before, true));
        }
    }

    /** Tells of a withdrawal that an earlier run of this program may have missed. */
    public synchronized void withdrawnEarlier(NoticeKind kind, Sighting sighting) {
        if (!seen.containsKey(kind)) {
            news.accept(notice(kind, sighting, true));
        }
    }

    public synchronized @Nullable Sighting of(NoticeKind kind) {
        return seen.get(kind);
    }

    private DetectedNotice notice(NoticeKind kind, Sighting sighting, boolean withdrawn) {
        return new DetectedNotice(
                identity.provider(),
                identity.instanceId(),
                node,
                identity.instanceType(),
                identity.zone(),
                kind,
                sighting.action(),
                clock.instant(),
                sighting.deadline(),
                source,
                sighting.rawId(),
                withdrawn);
    }

    private static boolean same(Sighting before, Sighting now) {
        return before.action() == now.action()
                && before.rawId().equals(now.rawId())
                && near(before.deadline(), now.deadline());
    }

    private static boolean near(@Nullable Instant before, @Nullable Instant now) {
        if (before == null || now == null) {
            return before == null && now == null;
        }
        return Duration.between(before, now).abs().compareTo(TOLERANCE) < 0;
    }
}
