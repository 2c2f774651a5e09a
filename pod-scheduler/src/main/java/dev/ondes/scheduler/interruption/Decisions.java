package dev.ondes.scheduler.interruption;

import dev.ondes.contracts.classes.ClassFile;
import dev.ondes.contracts.pod.PodLayout;
import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import dev.ondes.scheduler.cluster.Cluster;
import dev.ondes.scheduler.pods.Annotations;
import dev.ondes.scheduler.pods.ContainerFacts;
import dev.ondes.scheduler.pods.Decision;
import dev.ondes.scheduler.pods.JobPod;
import dev.ondes.scheduler.pods.Losses;
import dev.ondes.scheduler.pods.NodeNotice;
import dev.ondes.scheduler.pods.PodNotice;
import dev.ondes.scheduler.rerun.NextAttempt;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Decides for a pod whose node goes away, and writes what it decided to the pod before anything is done. One patch per pod
 * and decision; the same notice decides nothing twice. Safe on many threads: of one pod's decisions one is made at a time.
 */
final class Decisions {
    private static final Logger LOG = Logger.getLogger(Decisions.class);
    private static final int REMEMBERED = 10_000;
    /** A deadline that moves by less is no news. */
    private static final Duration SHIFT = Duration.ofSeconds(10);

    private final Cluster cluster;
    private final ClassFile classes;
    private final UsualLengths lengths;
    private final MeterRegistry meters;
    private final Clock clock;
    /** What we wrote and the watch may not have shown yet, by the pods' uids. */
    private final Map<String, PodNotice> written = Collections.synchronizedMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, PodNotice> eldest) {
            return size() > REMEMBERED;
        }
    });

    private final Object[] stripes = new Object[64];

    Decisions(Cluster cluster, ClassFile classes, UsualLengths lengths, MeterRegistry meters, Clock clock) {
        this.cluster = cluster;
        this.classes = classes;
        this.lengths = lengths;
        this.meters = meters;
        this.clock = clock;
        Arrays.setAll(stripes, _ -> new Object());
    }

    @Nullable
    PodNotice of(JobPod pod) {
        PodNotice mine = written.get(pod.uid());
        return mine == null ? pod.facts().notice() : mine;
    }

    /** Decides, where this notice says more than what was decided by. What is being moved is not called back. */
    PodNotice decide(JobPod pod, NodeNotice notice) {
        synchronized (stripe(pod)) {
            PodNotice known = of(pod);
            if (known != null && holds(known, notice)) {
                return known;
            }
            return write(pod, notice, situation(pod, notice, pod.facts().scriptRuns()));
        }
    }

    /** GitLab's log says that the script has begun, before the kubelet does. */
    PodNotice decideAgain(JobPod pod, NodeNotice notice) {
        synchronized (stripe(pod)) {
            return write(pod, notice, situation(pod, notice, true));
        }
    }

    /** GitLab no longer runs the job: its agent hears that by itself. */
    void leave(JobPod pod, NodeNotice notice) {
        synchronized (stripe(pod)) {
            annotate(pod, new PodNotice(notice, Decision.TELL, null));
        }
    }

    /** The node stays. Who was told of its going is told this, too; what is being moved goes on to move. */
    void withdraw(JobPod pod, String why) {
        synchronized (stripe(pod)) {
            PodNotice known = of(pod);
            if (known != null && !known.moving() && known.decision() != Decision.STAY) {
                String line = known.line() == null ? null : Lines.stays(known.notice(), why);
                annotate(pod, new PodNotice(known.notice(), Decision.STAY, line));
                LOG.info(LogLine.of("notice withdrawn")
                        .job(pod.jobId(), pod.attempt())
                        .why(why));
            }
        }
    }

    private PodNotice write(JobPod pod, NodeNotice notice, Situation situation) {
        Decision decision = situation.decide();
        var decided = new PodNotice(notice, decision, Lines.of(decision, situation, notice));
        annotate(pod, decided);
        LOG.info(LogLine.of("node goes away")
                .job(pod.jobId(), pod.attempt())
                .jobClass(pod.job().jobClass())
                .with(LogKey.NODE, notice.node())
                .with(LogKey.KIND, notice.kind().wire())
                .with(LogKey.DEADLINE, notice.deadline())
                .with(LogKey.BEGUN, situation.begun())
                .with(LogKey.USUAL_REST, situation.usualRest())
                .with(LogKey.DECISION, decision.wire()));
        meters.counter(
                        "ondes.scheduler.interruptions",
                        "class",
                        pod.job().jobClass(),
                        "kind",
                        notice.kind().wire(),
                        "cause",
                        notice.cause().wire(),
                        "decision",
                        decision.wire())
                .increment();
        return decided;
    }

    private void annotate(JobPod pod, PodNotice notice) {
        cluster.annotate(
                new Cluster.PodKey(pod.namespace(), pod.name(), pod.uid()),
                PodLayout.NOTICE_ANNOTATION,
                Annotations.notice(notice));
        written.put(pod.uid(), notice);
    }

    private Situation situation(JobPod pod, NodeNotice notice, boolean begun) {
        Duration elapsed = pod.facts().agent() instanceof ContainerFacts.Running running && running.since() != null
                ? Duration.between(running.since(), clock.instant())
                : Duration.ZERO;
        boolean another = classes.named(pod.job().jobClass())
                .flatMap(known -> NextAttempt.after(pod, Losses.reason(notice.cause()), known))
                .isPresent();
        return new Situation(
                notice.kind(),
                notice.deadline() == null ? null : Duration.between(clock.instant(), notice.deadline()),
                begun,
                pod.restartable(),
                another,
                pod.attempt(),
                lengths.rest(pod.job(), elapsed).orElse(null),
                pod.job().timeout());
    }

    private static boolean holds(PodNotice known, NodeNotice now) {
        return known.moving() || (known.decision() != Decision.STAY && sameNews(known.notice(), now));
    }

    /** One going away, heard twice: by two ways, or with a deadline that is a little another one. */
    private static boolean sameNews(NodeNotice known, NodeNotice now) {
        return known.kind() == now.kind() && isNear(known.deadline(), now.deadline());
    }

    private static boolean isNear(@Nullable Instant before, @Nullable Instant after) {
        if (before == null || after == null) {
            return Objects.equals(before, after);
        }
        return Duration.between(before, after).abs().compareTo(SHIFT) <= 0;
    }

    private Object stripe(JobPod pod) {
        return stripes[Math.floorMod(pod.uid().hashCode(), stripes.length)];
    }
}
