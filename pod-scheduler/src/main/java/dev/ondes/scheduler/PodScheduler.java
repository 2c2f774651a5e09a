package dev.ondes.scheduler;

import dev.ondes.contracts.seal.KeyRing;
import dev.ondes.kubernetes.lead.Leadership;
import dev.ondes.messaging.Subscriptions;
import dev.ondes.messaging.log.LogLine;
import dev.ondes.scheduler.budget.Budgets;
import dev.ondes.scheduler.cancel.CancelHandler;
import dev.ondes.scheduler.capacity.CapacityReporter;
import dev.ondes.scheduler.cluster.Cluster;
import dev.ondes.scheduler.create.JobQueuedHandler;
import dev.ondes.scheduler.create.WaitingRoom;
import dev.ondes.scheduler.flow.JobFlow;
import dev.ondes.scheduler.interruption.CancelledNoticeHandler;
import dev.ondes.scheduler.interruption.Interruptions;
import dev.ondes.scheduler.interruption.NoticeHandler;
import dev.ondes.scheduler.nodes.NodeWatch;
import dev.ondes.scheduler.pods.PodReader;
import dev.ondes.scheduler.settings.SchedulerSettings;
import dev.ondes.scheduler.turns.Turns;
import dev.ondes.scheduler.watch.PodShelf;
import dev.ondes.scheduler.watch.PodWatch;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * The service's life: it watches from the start on, works while it leads, and ends its process when it loses the lease.
 * What leads first asks the API server for all pods, since its cache may lag behind the leader before it.
 */
@ApplicationScoped
public class PodScheduler {
    private static final Logger LOG = Logger.getLogger(PodScheduler.class);
    /** What a stop gives to the turns under way. */
    private static final Duration TO_FINISH = Duration.ofSeconds(8);

    /** For those that somebody else took away. */
    private static final Duration BUDGETS_EVERY = Duration.ofMinutes(10);

    private final SchedulerSettings settings;
    private final Leadership leadership;
    private final PodWatch watch;
    private final NodeWatch nodes;
    private final PodShelf pods;
    private final Turns turns;
    private final JobFlow flow;
    private final Interruptions interruptions;
    private final CapacityReporter capacity;
    private final Budgets budgets;
    private final Cluster cluster;
    private final Subscriptions subscriptions;
    private final WaitingRoom waiting;
    private final WaitingRoom.Stoppable waits;
    private final ScheduledThreadPoolExecutor timer;
    private final MeterRegistry meters;
    private final AtomicBoolean working = new AtomicBoolean();
    private Optional<ScheduledFuture<?>> resync = Optional.empty();
    private Optional<ScheduledFuture<?>> budgeting = Optional.empty();

    PodScheduler(
            SchedulerSettings settings,
            Leadership leadership,
            PodWatch watch,
            NodeWatch nodes,
            PodShelf pods,
            Turns turns,
            JobFlow flow,
            Interruptions interruptions,
            CapacityReporter capacity,
            Budgets budgets,
            Cluster cluster,
            Subscriptions subscriptions,
            WaitingRoom waiting,
            WaitingRoom.Stoppable waits,
            ScheduledThreadPoolExecutor timer,
            MeterRegistry meters) {
        this.settings = settings;
        this.leadership = leadership;
        this.watch = watch;
        this.nodes = nodes;
        this.pods = pods;
        this.turns = turns;
        this.flow = flow;
        this.interruptions = interruptions;
        this.capacity = capacity;
        this.budgets = budgets;
        this.cluster = cluster;
        this.subscriptions = subscriptions;
        this.waiting = waiting;
        this.waits = waits;
        this.timer = timer;
        this.meters = meters;
    }

    /** The key ring is asked for here, so that a wrong one is found now and not by the first job. */
    void start(@Observes StartupEvent event, KeyRing keys) {
        meters.gauge("ondes.scheduler.leading", leadership, one -> one.leads() ? 1 : 0);
        meters.gauge("ondes.scheduler.jobs.failing", turns, Turns::failing);
        meters.gauge("ondes.scheduler.jobs.waiting", waiting, WaitingRoom::size);
        watch.start();
        nodes.start();
        leadership.start(this::lead);
    }

    /** Tried again until it succeeds: to lead and not to work would be the worst of all. */
    private void lead() {
        if (!leadership.leads()) {
            return;
        }
        try {
            cluster.listPods().stream()
                    .flatMap(pod -> PodReader.read(pod).stream())
                    .forEach(pod -> {
                        pods.expect(pod);
                        interruptions.recall(pod);
                    });
            work();
        } catch (RuntimeException e) {
            LOG.warn(LogLine.of("leads, but can't begin to work yet"), e);
            var _ = timer.schedule(() -> Thread.startVirtualThread(this::lead), 1, TimeUnit.SECONDS);
        }
    }

    private synchronized void work() {
        if (!working.compareAndSet(false, true)) {
            return;
        }
        Timer reconciled = meters.timer("ondes.scheduler.turns");
        turns.begin(job -> {
            Timer.Sample sample = Timer.start();
            try {
                return flow.onTurn(job);
            } finally {
                sample.stop(reconciled);
            }
        });
        capacity.begin();
        capacity.changed();
        lookAtAll();
        long pause = settings.resync().toMillis();
        resync = Optional.of(timer.scheduleWithFixedDelay(this::lookAtAll, pause, pause, TimeUnit.MILLISECONDS));
        budgeting = Optional.of(timer.scheduleWithFixedDelay(
                () -> Thread.startVirtualThread(budgets::keep), 0, BUDGETS_EVERY.toMillis(), TimeUnit.MILLISECONDS));
        subscriptions.open(JobQueuedHandler.CHANNEL);
        subscriptions.open(CancelHandler.CHANNEL);
        subscriptions.open(NoticeHandler.CHANNEL);
        subscriptions.open(CancelledNoticeHandler.CHANNEL);
    }

    private void lookAtAll() {
        pods.sweep();
        pods.jobIds().forEach(turns::ask);
    }

    /** What is being handled is handled to its end; then another may lead. */
    void stop(@Observes ShutdownEvent event) {
        synchronized (this) {
            if (working.get()) {
                waits.stop();
                subscriptions.close(JobQueuedHandler.CHANNEL);
                subscriptions.close(CancelHandler.CHANNEL);
                subscriptions.close(NoticeHandler.CHANNEL);
                subscriptions.close(CancelledNoticeHandler.CHANNEL);
                resync.ifPresent(task -> task.cancel(false));
                budgeting.ifPresent(task -> task.cancel(false));
                capacity.end();
            }
            turns.end(TO_FINISH);
        }
        leadership.stop();
        watch.stop();
        nodes.stop();
    }
}
