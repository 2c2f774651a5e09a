package dev.ondes.images.log;

import dev.ondes.contracts.retry.Pause;
import dev.ondes.images.build.Build;
import dev.ondes.images.build.BuildId;
import dev.ondes.images.build.BuildState;
import dev.ondes.images.cluster.Cluster;
import dev.ondes.images.flow.Logs;
import dev.ondes.images.log.Attempts.Attempt;
import dev.ondes.images.port.LogArchive;
import dev.ondes.images.port.RefusedException;
import dev.ondes.images.watch.Shelf;
import dev.ondes.images.watch.Sight;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A build's log from some position to its end: of each pod in turn while they are there, else as it is kept. Blocks its caller's
 * thread, which should be a virtual one; keeps one line in memory. Thread-safe.
 */
public final class LogStream {
    private final Shelf shelf;
    private final Cluster cluster;
    private final Optional<LogArchive> archive;
    private final Pause pause;
    private final Clock clock;

    /** Where lines go. */
    public interface Sink {
        /** False when nobody listens any more. */
        boolean line(String id, String text);

        void end(String id, BuildState state);

        /** Nothing came for a while; false when nobody listens any more. */
        boolean alive();
    }

    public LogStream(Shelf shelf, Cluster cluster, Optional<LogArchive> archive, Pause pause, Clock clock) {
        this.clock = clock;
        this.shelf = shelf;
        this.cluster = cluster;
        this.archive = archive;
        this.pause = pause;
    }

    private static final Duration PAUSE = Duration.ofMillis(500);
    /** A build that was just taken is seen by our watch a little later. */
    private static final int MOST_UNSEEN = 40;

    /**
     * Sends everything from there on.
     *
     * @param lastId of the last line that the client has; null for none
     */
    public void send(BuildId id, @Nullable String lastId, Sink sink) throws IOException, InterruptedException {
        Position position = Position.of(lastId);
        var waiting = new Waiting(clock);
        Set<String> whole = new HashSet<>();
        boolean seen = false;
        int unseen = 0;
        while (true) {
            Optional<Sight> sight = shelf.sight(id);
            if (sight.isEmpty()) {
                if (seen || unseen >= MOST_UNSEEN || !sink.alive()) {
                    return;
                }
                unseen++;
                pause.of(PAUSE);
                continue;
            }
            Build build = sight.get().build();
            Optional<String> notice = seen || lastId != null ? Optional.empty() : Notices.atBegin(build);
            seen = true;
            if (notice.isPresent() && !sink.line(position.id(), notice.get())) {
                return;
            }
            BuildState state = build.state();
            Position before = position;
            Position after = state.ended()
                    ? ended(build, sight.get(), position, sink)
                    : running(build, sight.get(), position, sink, waiting, whole);
            if (after.stream() < 0) {
                return;
            }
            position = after;
            if (state.ended()) {
                sink.end(position.id(), state);
                return;
            }
            if (position.equals(before)) {
                if (!sink.alive()) {
                    return;
                }
                pause.of(PAUSE);
            }
        }
    }

    private static final Position NOBODY = new Position(-1, 0);

    /**
     * Follows the pods of each part, the oldest first, until each ends; a part's next pod is waited for before the next part.
     *
     * @param whole pods whose builder had ended when their log was read to its end: nothing more comes, however long the build is
     *     verified
     */
    private Position running(Build build, Sight sight, Position from, Sink sink, Waiting waiting, Set<String> whole)
            throws IOException {
        Position position = from;
        for (int part = 0; part < build.order().parts(); part++) {
            for (Attempt attempt : Attempts.of(build, sight, part)) {
                if (attempt.stream() < position.stream()) {
                    continue;
                }
                position = entered(position, attempt.stream(), build, sight, part, sink);
                if (position.stream() < 0) {
                    return position;
                }
                boolean begun = attempt.pod().filter(LogStream::hasBegun).isPresent();
                if (!begun && !attempt.lost()) {
                    Optional<String> notice = waiting.notice(attempt);
                    return notice.isEmpty() || sink.line(position.id(), notice.get()) ? position : NOBODY;
                }
                boolean more = begun && !whole.contains(attempt.name());
                Optional<InputStream> log = more ? followed(attempt.name()) : Optional.empty();
                if (log.isPresent()) {
                    try (var pulse = new Pulse(log.get(), sink, pause)) {
                        position = copy(log.get(), position, pulse::line);
                    }
                    if (attempt.pod().filter(LogStream::hasEnded).isPresent()) {
                        whole.add(attempt.name());
                    }
                }
                if (position.stream() < 0) {
                    return position;
                }
            }
            if (Attempts.isUpTo(part, position.stream()) && !Attempts.isPushed(build, part)) {
                return position;
            }
        }
        return position;
    }

    private Position ended(Build build, Sight sight, Position from, Sink sink) throws IOException {
        Position position = from;
        for (int part = 0; part < build.order().parts(); part++) {
            int stream = Attempts.last(build, sight, part);
            if (stream < position.stream()) {
                continue;
            }
            position = entered(position, stream, build, sight, part, sink);
            if (position.stream() < 0) {
                return position;
            }
            Optional<InputStream> log = log(build.id(), part, sight, position.offset());
            if (log.isPresent()) {
                position = copy(log.get(), position, sink::line);
                if (position.stream() < 0) {
                    return position;
                }
            }
        }
        return position;
    }

    /** At the beginning of that pod's log, where we weren't there yet; who follows hears why there is another. */
    private static Position entered(Position from, int stream, Build build, Sight sight, int part, Sink sink) {
        Position to = from.in(stream);
        for (String notice : Notices.between(from, to, build, sight, part)) {
            if (!sink.line(to.id(), notice)) {
                return NOBODY;
            }
        }
        return to;
    }

    /** A node that is going, or gone, tells no log: its pod may be lost in a moment, and another follows. */
    private Optional<InputStream> followed(String pod) {
        try {
            return cluster.log(pod, true);
        } catch (KubernetesClientException e) {
            return Optional.empty();
        }
    }

    private Optional<InputStream> log(BuildId id, int part, Sight sight, long offset) {
        Optional<InputStream> kept = kept(Logs.name(id, part), offset);
        return kept.isPresent()
                ? kept
                : Logs.lastPod(sight, part)
                        .flatMap(pod -> cluster.log(pod.getMetadata().getName(), false));
    }

    /** While the store is away, what the pod has is better than nothing. */
    private Optional<InputStream> kept(String name, long offset) {
        try {
            return archive.flatMap(logs -> logs.read(name, offset)).map(FromOffset::new);
        } catch (RefusedException e) {
            return Optional.empty();
        }
    }

    private static Position copy(InputStream log, Position from, BiPredicate<String, String> lineTo)
            throws IOException {
        Position position = from;
        try (log) {
            var lines = new LogLines(log);
            if (!(log instanceof FromOffset)) {
                lines.skip(position.offset());
            }
            for (var line = lines.next(); line != null; line = lines.next()) {
                position = position.plus(line.bytes());
                if (!lineTo.test(position.id(), line.text())) {
                    return NOBODY;
                }
            }
        } catch (EOFException e) {
            // Shorter than what the client had: it has everything.
        }
        return position;
    }

    private static boolean hasBegun(Pod pod) {
        return isBuilder(pod, state -> state.getRunning() != null || state.getTerminated() != null);
    }

    private static boolean hasEnded(Pod pod) {
        return isBuilder(pod, state -> state.getTerminated() != null);
    }

    private static boolean isBuilder(Pod pod, Predicate<ContainerState> such) {
        return pod.getStatus() != null
                && pod.getStatus().getContainerStatuses() != null
                && pod.getStatus().getContainerStatuses().stream()
                        .anyMatch(status -> status.getName().equals("builder")
                                && status.getState() != null
                                && such.test(status.getState()));
    }
}
