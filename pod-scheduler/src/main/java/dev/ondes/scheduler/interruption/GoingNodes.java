package dev.ondes.scheduler.interruption;

import dev.ondes.contracts.node.LossCause;
import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.scheduler.nodes.NodeShelf;
import dev.ondes.scheduler.pods.JobPod;
import dev.ondes.scheduler.pods.NodeNotice;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The nodes that are said to go away. After a restart it is filled from what stands on the pods of those nodes; of other
 * nodes it need not know. Forgets what was withdrawn, nodes that are gone, and what is long past. Thread-safe.
 */
public final class GoingNodes {
    /**
     * Whoever was bound to the node longer than this after its notice was heard found it without the taint: it is another one, or
     * has booted anew. A queue may bring a notice a minute and a half late, and until then nobody keeps pods away.
     */
    private static final Duration BOUND_UNTIL = Duration.ofMinutes(1);
    /** What explains no loss any more. */
    private static final Duration PAST = Duration.ofMinutes(10);

    private static final Duration OPEN_ENDED = Duration.ofHours(12);
    private static final int WITHDRAWN = 5_000;

    /** What is sure before what may be; who says why before who only sees the consequence; then who said it first. */
    private static final Comparator<NodeNotice> TELLING = Comparator.comparing(
                    (NodeNotice notice) -> !notice.kind().certain())
            .thenComparing(notice -> consequence(notice.cause()))
            .thenComparing(NodeNotice::noticedAt)
            .thenComparing(NodeNotice::noticeId);

    private final NodeShelf known;
    private final Clock clock;
    private final Map<String, Map<String, Going>> nodes = new HashMap<>();
    private final Map<String, Instant> withdrawn = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
            return size() > WITHDRAWN;
        }
    };

    /**
     * A notice that stands.
     *
     * @param heardAt when, last; at least when the last pod was bound that was told of it
     */
    private record Going(NodeNotice notice, Instant heardAt) {

        /** Until when who was bound to the node is concerned: not beyond the node's end. */
        Instant boundUntil() {
            Instant said = notice.noticedAt().plus(BOUND_UNTIL);
            Instant heard = heardAt.plus(BOUND_UNTIL);
            Instant end = notice.deadline();
            Instant until = end != null && end.isBefore(heard) ? end : heard;
            return until.isAfter(said) ? until : said;
        }

        Going and(Going other) {
            return other.heardAt.isBefore(heardAt) ? new Going(other.notice, heardAt) : other;
        }
    }

    /** @param known tells a node from an earlier one of its name, which a cloud may have soon */
    public GoingNodes(NodeShelf known, Clock clock) {
        this.known = known;
        this.clock = clock;
    }

    /** Takes a notice, or its new deadline. One that was withdrawn before it came is left out. */
    public void add(NodeNotice notice) {
        add(new Going(notice, clock.instant()));
    }

    /** Takes what stands on a pod: an earlier leader heard it, at the latest when the pod was bound. */
    void recall(NodeNotice notice, @Nullable Instant bound) {
        add(new Going(notice, bound == null ? notice.noticedAt() : bound));
    }

    private synchronized void add(Going going) {
        forgetThePast();
        NodeNotice notice = going.notice();
        Instant taken = withdrawn.get(notice.noticeId());
        if (taken == null || notice.noticedAt().isAfter(taken)) {
            nodes.computeIfAbsent(notice.node(), _ -> new HashMap<>()).merge(notice.noticeId(), going, Going::and);
        }
    }

    public synchronized void withdraw(String node, String noticeId, Instant at) {
        withdrawn.put(noticeId, at);
        Map<String, Going> notices = nodes.get(node);
        if (notices != null) {
            notices.remove(noticeId);
            if (notices.isEmpty()) {
                nodes.remove(node);
            }
        }
    }

    /** What stands of the node: the notice that tells most, with the earliest deadline of all that are as sure. */
    public Optional<NodeNotice> of(String node) {
        return standing(node, _ -> true);
    }

    /** What stands of the pod's node, unless the pod came to it so late that it must be another of that name. */
    public Optional<NodeNotice> of(JobPod pod) {
        String node = pod.facts().node();
        Instant bound = pod.facts().scheduledAt();
        return node == null
                ? Optional.empty()
                : standing(node, going -> bound == null || !isOfAnother(node, going, bound));
    }

    private synchronized Optional<NodeNotice> standing(String node, Predicate<Going> concerns) {
        List<NodeNotice> notices = nodes.getOrDefault(node, Map.of()).values().stream()
                .filter(concerns)
                .map(Going::notice)
                .toList();
        return notices.stream().min(TELLING).map(first -> first.by(earliest(notices, first)));
    }

    /** It was said of a node that was followed by another of its name before the pod came. */
    private boolean isOfAnother(String node, Going going, Instant bound) {
        return known.wasBornBetween(node, going.notice().noticedAt(), bound) || bound.isAfter(going.boundUntil());
    }

    public synchronized int size() {
        return nodes.size();
    }

    private static @Nullable Instant earliest(List<NodeNotice> notices, NodeNotice first) {
        return notices.stream()
                .filter(notice -> notice.kind().certain() == first.kind().certain())
                .map(NodeNotice::deadline)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    private static boolean consequence(LossCause cause) {
        return switch (cause) {
            case SPOT, SCALE_DOWN, MAINTENANCE -> false;
            case OPERATOR, FAILURE -> true;
        };
    }

    private void forgetThePast() {
        Instant now = clock.instant();
        nodes.values().removeIf(notices -> {
            List<NodeNotice> all = notices.values().stream().map(Going::notice).toList();
            return all.stream().allMatch(notice -> past(notice, all, now));
        });
    }

    private static boolean past(NodeNotice notice, List<NodeNotice> all, Instant now) {
        boolean gone = all.stream()
                .anyMatch(other -> other.kind() == NoticeKind.NODE_DELETED
                        && now.isAfter(other.noticedAt().plus(PAST)));
        Instant end = notice.deadline() == null
                ? notice.noticedAt().plus(OPEN_ENDED)
                : notice.deadline().plus(PAST);
        return gone || now.isAfter(end);
    }
}
