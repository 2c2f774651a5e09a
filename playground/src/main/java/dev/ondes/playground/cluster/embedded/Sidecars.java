package dev.ondes.playground.cluster.embedded;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * A pod's sidecars, as a kubelet treats them: each begins when the one before it was seen running, the pod's own containers after
 * them; one that ends is started anew, later from time to time; they are ended when the others have ended. Owned by the pod's thread.
 */
final class Sidecars {
    /** A kubelet looks at what runs now and then: who ends before it looks was never there. Beside the lag of statuses. */
    private static final Duration UNTIL_SEEN = Duration.ofMillis(400);

    private static final Duration BACK_OFF = Duration.ofSeconds(1);

    private final ContainerStart starter;
    private final Clock clock;
    private final Duration untilSeen;
    private final List<Container> all = new CopyOnWriteArrayList<>();
    private final Map<Container, Instant> dueAt = new ConcurrentHashMap<>();
    private int begun;
    private boolean ending;

    Sidecars(ContainerStart starter, NodeSetting setting) {
        this.starter = starter;
        this.clock = setting.clock();
        this.untilSeen = UNTIL_SEEN.plus(setting.statusLag());
    }

    void add(Container container) {
        all.add(container);
    }

    List<Container> all() {
        return all;
    }

    Stream<Container> running() {
        return all.stream().filter(Container::isRunning);
    }

    /** The pod's own containers may begin. */
    boolean haveBegun() {
        return begun == all.size();
    }

    /** Starts what is due. @return when there will be something to do next */
    Optional<Instant> progress() throws IOException {
        Optional<Instant> next = Optional.empty();
        for (int i = 0; i < all.size() && i <= begun && !ending; i++) {
            Container container = all.get(i);
            Instant now = clock.instant();
            boolean due = !now.isBefore(dueAt.getOrDefault(container, now));
            if (container.isWaiting() && due) {
                begin(container);
            } else if (container.isRunning() && due && i == begun) {
                begun++;
            }
            Instant then = dueAt.getOrDefault(container, now);
            if (then.isAfter(now) && (container.isWaiting() || i == begun)) {
                next = next.filter(other -> other.isBefore(then)).or(() -> Optional.of(then));
            }
        }
        return next;
    }

    private void begin(Container container) throws IOException {
        boolean again = starter.begin(container);
        if (again) {
            dueAt.put(container, clock.instant().plus(BACK_OFF));
        } else if (container.isRunning()) {
            dueAt.put(container, clock.instant().plus(untilSeen));
        } else if (!container.isWaiting()) {
            ended(container);
        }
    }

    /** One of them has ended, though it should go on. */
    void ended(Container container) {
        if (!ending) {
            container.restartsLater("back-off restarting failed container");
            Instant due = clock.instant().plus(BACK_OFF.multipliedBy(1L << Math.min(container.restarts(), 5)));
            dueAt.put(container, due);
        }
    }

    /** The others have ended: SIGTERM. Idempotent. */
    void end() {
        if (!ending) {
            ending = true;
            all.forEach(Container::terminate);
        }
    }
}
