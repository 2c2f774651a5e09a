package dev.ondes.detector.watch;

import dev.ondes.contracts.node.DetectedNotice;
import dev.ondes.contracts.node.InstanceAction;
import dev.ondes.contracts.node.NoticeKind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the cloud says of this machine at present, one sighting of a kind. What is new, changed or gone is told once; what is
 * merely seen again isn't, also where its time drifts a little from look to look. Thread-safe.
 */
public final class Standing {
    /** A deadline that moves by less from one look to the next is the same. */
    private static final Duration TOLERANCE = Duration.ofSeconds(10);

    /** The id of a withdrawal of what this run of the program has not seen. */
    public static final String NOT_SEEN = "not-seen";

    private static final Sighting NOTHING = new Sighting(InstanceAction.UNKNOWN, null, NOT_SEEN);

    /** Of which something was told in this run. Of other kinds an earlier run may have told something. */
    private final Set<NoticeKind> spokenOf = EnumSet.noneOf(NoticeKind.class);

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
        spokenOf.add(kind);
        Sighting before = seen.put(kind, sighting);
        if (before == null || !same(before, sighting)) {
            news.accept(notice(kind, sighting, false));
        }
    }

    /**
     * The cloud says nothing of the kind, and that means that nothing will be done. Told where it is news, and at the first look:
     * the machine may have booted since an earlier run announced it, and nobody else would take that back.
     */
    public synchronized void withdrawn(NoticeKind kind) {
        boolean first = spokenOf.add(kind);
        Sighting before = seen.remove(kind);
        if (before != null || first) {
            news.accept(notice(kind, before == null ? NOTHING : before, true));
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
                withdrawn || sighting.saidAt() == null ? clock.instant() : sighting.saidAt(),
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
