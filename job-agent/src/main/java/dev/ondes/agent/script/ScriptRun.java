package dev.ondes.agent.script;

import dev.ondes.agent.orders.Order;
import dev.ondes.agent.orders.Orders;
import dev.ondes.agent.trace.JobLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Follows the script in the build container from the open gate to the exit marker: its output goes to the job's log, its time
 * limits are kept, orders are passed on. Ends also where the build container does not answer any more.
 */
public final class ScriptRun {
    private final BuildFiles files;
    private final List<Phase> phases;
    private final TimeLimits limits;
    private final Watch watch;
    private final JobLog log;
    private final Orders orders;
    private final NoticeFile notice;
    private final ServiceNotes services;
    private final Clock clock;

    private long begin;
    /** The last phase that was seen to begin: run.sh passes over those that are not to run. */
    private @Nullable Phase current;

    private long currentBegin;
    private StopCause cause = StopCause.NONE;
    private boolean afterScriptStopped;
    private long answerBy = Long.MAX_VALUE;
    private long signOfLife;
    private long lifeSeen;
    private long busyUntil;
    private @Nullable Instant scriptFinishedAt;

    public ScriptRun(
            Path directory,
            List<Phase> phases,
            TimeLimits limits,
            Watch watch,
            JobLog log,
            Orders orders,
            NoticeFile notice,
            ServiceNotes services,
            Clock clock) {
        this.files = new BuildFiles(directory);
        this.phases = phases;
        this.limits = limits;
        this.watch = watch;
        this.log = log;
        this.orders = orders;
        this.notice = notice;
        this.services = services;
        this.clock = clock;
    }

    /** Waits until the build container stands at the gate. */
    public void awaitBuildContainer() {
        while (!files.ready()) {
            orders.checkWhilePreparing();
            orders.await(watch.busy());
        }
        orders.checkWhilePreparing();
    }

    /** Lets the script begin and follows it. The first phase's part of the log has begun. */
    public ScriptEnd run() throws IOException {
        try {
            return follow();
        } catch (IOException | RuntimeException e) {
            // Whoever can't watch the script any more must not leave it running.
            files.stop("all", "failed", Duration.ZERO);
            throw e;
        }
    }

    /**
     * Whether the script's end tells of its pod's end, and not of the script: a machine that goes down kills process by
     * process, the script's before the agent. Who only sees a script that was killed waits a moment for what is to follow.
     */
    public boolean wasCutOff(ScriptEnd end) {
        if (!end.killedByAnybody()) {
            return false;
        }
        long until = System.nanoTime() + watch.aftermath().toNanos();
        while (!orders.podEnding() && orders.order() == Order.CARRY_ON && System.nanoTime() - until < 0) {
            pause(0);
        }
        return orders.podEnding() && orders.order() == Order.CARRY_ON;
    }

    private ScriptEnd follow() throws IOException {
        files.openGate();
        begin = System.nanoTime();
        lifeSeen = begin;
        busyUntil = begin + Duration.ofSeconds(2).toNanos();
        for (Phase phase : phases) {
            if (!follow(phase)) {
                break;
            }
        }
        ExitMarker exit = awaitExit();
        return exit == null
                ? new ScriptEnd(
                        cause == StopCause.NONE ? StopCause.BUILD_LOST : cause, null, null, 0, null, scriptFinishedAt)
                : new ScriptEnd(
                        cause, exit.code(), exit.afterCode(), exit.memoryKills(), exit.usage(), scriptFinishedAt);
    }

    /** Follows one phase; false where there is no point in waiting for the next. */
    private boolean follow(Phase phase) throws IOException {
        while (!files.begun(phase)) {
            if (isPassedOver(phase)) {
                return true;
            }
            if (givenUp()) {
                return false;
            }
            pause(0);
        }
        if (phase.number() > 0) {
            log.sectionStart(phase.section(), phase.title());
        }
        boolean over = false;
        try (LogTail tail = new LogTail(files.log(phase))) {
            while (!over) {
                boolean done = files.done(phase);
                boolean lost = !done && givenUp();
                over = done || lost;
                int moved = tail.move(log);
                while (over && tail.move(log) > 0) {
                    // What was written before the phase's end is there to its last byte.
                }
                if (lost) {
                    log.outputEnds();
                    return false;
                }
                if (!over) {
                    pause(moved);
                }
            }
        }
        log.outputEnds();
        log.sectionEnd(phase.section());
        if (!phase.isAfterScript()) {
            scriptFinishedAt = clock.instant();
        }
        return true;
    }

    /** Whether a later phase, or the end, came without this one. */
    private boolean isPassedOver(Phase phase) throws IOException {
        boolean later = (current != null && current.number() > phase.number()) || files.exit() != null;
        return later && !files.begun(phase);
    }

    private @Nullable ExitMarker awaitExit() throws IOException {
        ExitMarker exit = files.exit();
        while (exit == null && !givenUp()) {
            pause(0);
            exit = files.exit();
        }
        return exit;
    }

    private void pause(int moved) {
        String news = notice.news();
        if (news != null) {
            log.warning(news);
        }
        services.news().forEach(log::warning);
        long now = System.nanoTime();
        if (moved > 0) {
            busyUntil = now + Duration.ofSeconds(2).toNanos();
        }
        orders.await(now < busyUntil ? watch.busy() : watch.quiet());
    }

    /** Stops what must be stopped; true when the build container's answer to that is overdue, or it shows no life. */
    private boolean givenUp() throws IOException {
        seeWhatRuns();
        long now = System.nanoTime();
        Order order = orders.order();
        if (order == Order.STOP && cause != StopCause.GONE) {
            stop(StopCause.GONE, "all", "canceled", Duration.ZERO, Duration.ofSeconds(5));
        } else if (cause.compareTo(StopCause.JOB_TIMEOUT) < 0
                && now - begin >= limits.job().toNanos()) {
            stop(StopCause.JOB_TIMEOUT, "all", "failed", watch.grace(), watch.slack());
        } else if (current == null || !files.done(current)) {
            stopCurrent(order, now);
        }
        return now >= answerBy || lost(now);
    }

    /** Each phase has its own time to answer when it is told to stop. */
    private void seeWhatRuns() {
        int next = current == null ? 0 : current.number() + 1;
        for (Phase phase : phases.subList(next, phases.size()).reversed()) {
            if (files.begun(phase)) {
                current = phase;
                currentBegin = System.nanoTime();
                if (cause.compareTo(StopCause.JOB_TIMEOUT) < 0) {
                    answerBy = Long.MAX_VALUE;
                }
                return;
            }
        }
    }

    private void stopCurrent(Order order, long now) throws IOException {
        if (current != null && current.isAfterScript()) {
            if (!afterScriptStopped
                    && now - currentBegin >= limits.afterScript().toNanos()) {
                afterScriptStopped = true;
                log.warning("after_script took longer than its limit, and is stopped");
                stop(cause, "after", "failed", watch.grace(), watch.slack());
            }
        } else if (cause == StopCause.NONE) {
            if (notice.moves() && orders.podEnding()) {
                stop(StopCause.MOVED, "all", "canceled", watch.grace(), watch.slack());
            } else if (order == Order.CANCEL) {
                stop(StopCause.CANCELED, "script", "canceled", watch.grace(), watch.slack());
            } else if (now - begin >= limits.script().toNanos()) {
                stop(StopCause.SCRIPT_TIMEOUT, "script", "failed", watch.grace(), watch.slack());
            }
        }
    }

    private void stop(StopCause newCause, String what, String status, Duration grace, Duration slack)
            throws IOException {
        cause = newCause;
        files.stop(what, status, grace);
        answerBy = System.nanoTime() + grace.plus(slack).toNanos();
    }

    private boolean lost(long now) {
        long sign = files.signOfLife();
        if (sign != signOfLife || now < busyUntil) {
            signOfLife = sign;
            lifeSeen = now;
        }
        Duration patience = orders.podEnding() ? watch.lostAfterPodEnds() : watch.lostAfter();
        return now - lifeSeen >= patience.toNanos();
    }
}
