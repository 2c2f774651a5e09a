package dev.ondes.scheduler.interruption;

import dev.ondes.contracts.classes.ClassFile;
import dev.ondes.contracts.event.TerminationCancelled;
import dev.ondes.contracts.event.TerminationNotice;
import dev.ondes.contracts.node.LossCause;
import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import dev.ondes.scheduler.cluster.Cluster;
import dev.ondes.scheduler.create.JobSecrets;
import dev.ondes.scheduler.ends.Verdict;
import dev.ondes.scheduler.gitlab.Ending;
import dev.ondes.scheduler.gitlab.GitLabs;
import dev.ondes.scheduler.nodes.NodeShelf;
import dev.ondes.scheduler.place.PoolHealth;
import dev.ondes.scheduler.pods.Decision;
import dev.ondes.scheduler.pods.JobPod;
import dev.ondes.scheduler.pods.Losses;
import dev.ondes.scheduler.pods.NodeNotice;
import dev.ondes.scheduler.pods.PodNotice;
import dev.ondes.scheduler.watch.Attempts;
import dev.ondes.scheduler.watch.PodShelf;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * What is done for jobs whose node goes away: a notice is noted on each of the node's pods, which is all that its message
 * waits for; what was decided is done in the jobs' turns, and may be repeated. All that must outlive a crash stands on the
 * pods. Thread-safe.
 */
public final class Interruptions {
    private static final Logger LOG = Logger.getLogger(Interruptions.class);

    private final GoingNodes nodes;
    private final UsualLengths lengths;
    private final PoolHealth health;
    private final LateNotices late;
    private final Decisions decisions;
    private final Move move;
    private final PodShelf pods;
    private final MeterRegistry meters;
    private final Clock clock;

    /**
     * @param health hears of nodes that go for sure, so that new pods go elsewhere
     * @param patience how long the end of a job that can't run again waits for a notice that explains it
     */
    public Interruptions(
            Cluster cluster,
            ClassFile classes,
            JobSecrets secrets,
            GitLabs gitlabs,
            PodShelf pods,
            NodeShelf known,
            UsualLengths lengths,
            PoolHealth health,
            MeterRegistry meters,
            Clock clock,
            Duration patience) {
        this.lengths = lengths;
        this.health = health;
        this.nodes = new GoingNodes(known, clock);
        this.late = new LateNotices(clock, patience);
        this.decisions = new Decisions(cluster, classes, lengths, meters, clock);
        this.move = new Move(cluster, new Attempts(pods, cluster), classes, secrets, gitlabs, decisions, clock);
        this.pods = pods;
        this.meters = meters;
        this.clock = clock;
        meters.gauge("ondes.scheduler.nodes.going", nodes, GoingNodes::size);
    }

    /**
     * A node goes away, or may. Returns when its pods say so.
     *
     * @return the jobs that have something to do now
     */
    public List<Long> heard(TerminationNotice said) {
        var notice = new NodeNotice(
                said.noticeId(),
                said.node(),
                said.kind(),
                said.noticedAt(),
                said.deadline(),
                said.zone(),
                said.nodeGroup());
        nodes.add(notice);
        if (notice.kind().certain() && notice.cause() == LossCause.SPOT) {
            health.nodeLost(said.capacity(), said.node(), said.zone(), said.nodeGroup());
        }
        for (LateNotices.Loss loss : late.explainedBy(notice)) {
            LOG.info(LogLine.of("job was lost before its node's notice came")
                    .job(loss.jobId())
                    .jobClass(loss.jobClass())
                    .with(LogKey.NODE, loss.node())
                    .with(LogKey.KIND, notice.kind().wire()));
            meters.counter(
                            "ondes.scheduler.notices.late",
                            "class",
                            loss.jobClass(),
                            "kind",
                            notice.kind().wire(),
                            "cause",
                            notice.cause().wire())
                    .increment();
        }
        List<JobPod> there = on(said.node());
        there.stream()
                .filter(Interruptions::goesOn)
                .forEach(pod -> nodes.of(pod).ifPresent(standing -> decisions.decide(pod, standing)));
        return there.stream().map(JobPod::jobId).distinct().toList();
    }

    /** A node does not go away after all, as far as that notice is concerned. */
    public void withdrawn(TerminationCancelled said) {
        nodes.withdraw(said.node(), said.noticeId(), said.cancelledAt());
        for (JobPod pod : on(said.node())) {
            if (goesOn(pod)) {
                nodes.of(pod)
                        .ifPresentOrElse(
                                standing -> decisions.decide(pod, standing), () -> decisions.withdraw(pod, said.why()));
            }
        }
    }

    /** Takes up what stands on pods: what an earlier leader heard. */
    public void recall(JobPod pod) {
        PodNotice noted = pod.facts().notice();
        if (noted != null && noted.decision() != Decision.STAY) {
            nodes.recall(noted.notice(), pod.facts().scheduledAt());
        }
    }

    /** Does what was decided for a pod, and decides for one that came to its node when the notice did. In the job's turn. */
    public void look(JobPod pod) {
        if (!goesOn(pod)) {
            return;
        }
        nodes.of(pod).ifPresent(standing -> decisions.decide(pod, standing));
        PodNotice decided = decisions.of(pod);
        if (decided != null && decided.moving()) {
            move.begin(pod, decided.notice());
        }
    }

    /** The death with its true reason. */
    public Verdict.Dead explain(JobPod pod, Verdict.Dead dead) {
        return Attribution.of(dead, pod.facts(), nodes.of(pod), clock.instant());
    }

    /** How much longer the end of this job should wait for a notice that may explain it; zero for no longer. */
    public Duration awaitNotice(JobPod pod, Verdict.Dead dead) {
        boolean unexplained =
                switch (dead.reason()) {
                    case NODE_LOST, POD_DELETED, POD_EVICTED, BUILD_CONTAINER_LOST, AGENT_LOST ->
                        pod.facts().node() != null;
                    default -> false;
                };
        return unexplained ? late.left(pod) : Duration.ZERO;
    }

    /** An attempt was lost: what it had done is done in vain. */
    public void lost(JobPod pod, Verdict.Dead dead, boolean followed) {
        Instant from = pod.facts().scheduledAt();
        Optional<LossCause> cause = Losses.cause(dead.reason());
        if (cause.isEmpty() || from == null) {
            return;
        }
        String wire = cause.get().wire();
        String jobClass = pod.job().jobClass();
        Instant now = clock.instant();
        meters.counter("ondes.scheduler.losses", "class", jobClass, "cause", wire, "followed", String.valueOf(followed))
                .increment();
        meters.counter("ondes.scheduler.wasted.seconds", "class", jobClass, "cause", wire)
                .increment(Math.max(0.0, Duration.between(from, now).toMillis() / 1000.0));
        late.lost(pod, dead.reason(), now);
    }

    /** A job ended: how long it took is what jobs of its name usually take. */
    public void ended(JobPod pod, Ending ending) {
        if (ending.report() != null) {
            lengths.add(pod.job(), ending.report());
        }
    }

    private List<JobPod> on(String node) {
        return pods.all().stream()
                .filter(pod -> node.equals(pod.facts().node()))
                .toList();
    }

    /** Nothing has ended it, and nobody is ending it. */
    private static boolean goesOn(JobPod pod) {
        var facts = pod.facts();
        return facts.node() != null
                && facts.report() == null
                && facts.mark() == null
                && facts.deletedAt() == null
                && !facts.over();
    }
}
