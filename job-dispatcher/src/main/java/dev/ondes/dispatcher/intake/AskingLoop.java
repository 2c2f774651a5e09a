package dev.ondes.dispatcher.intake;

import dev.ondes.contracts.job.PayloadLimit;
import dev.ondes.dispatcher.capacity.Permits;
import dev.ondes.dispatcher.handover.HandOver;
import dev.ondes.dispatcher.handover.HandOverEnd;
import dev.ondes.dispatcher.handover.PayloadSize;
import dev.ondes.dispatcher.handover.TakenJob;
import dev.ondes.dispatcher.handover.TakenJobs;
import dev.ondes.dispatcher.intake.LoopState.Phase;
import dev.ondes.dispatcher.stopping.Stop;
import dev.ondes.dispatcher.telemetry.Meters;
import dev.ondes.gitlab.JobAnswer;
import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Asks GitLab for one class's jobs, one request at a time and only with a permit, and hands over what it gets before it asks
 * again. Runs in a thread of its own until a stop; a request under way is then waited for, since its answer may be a job.
 */
public final class AskingLoop implements Runnable {
    private static final Logger LOG = Logger.getLogger(AskingLoop.class);
    private static final Duration NO_ROOM = Duration.ofMinutes(1);
    private static final Duration STUCK = Duration.ofSeconds(1);

    private final Runner runner;
    private final Tools tools;
    private final Rest rest;
    private final AskGuard guard = new AskGuard();

    private volatile LoopState state;
    private Pace pace;

    /**
     * What all loops share.
     *
     * @param answerLost told when a request ended without an answer
     */
    public record Tools(
            Permits permits,
            TakenJobs takenJobs,
            HandOver handOver,
            Refusals refusals,
            Stop stop,
            Runnable answerLost,
            Meters meters,
            Clock clock,
            RandomGenerator random) {}

    public AskingLoop(Runner runner, Tools tools, Rest rest, Pace.Rhythm rhythm) {
        this.runner = runner;
        this.tools = tools;
        this.rest = rest;
        this.pace = Pace.start(rhythm);
        this.state = LoopState.of(Phase.VERIFYING, tools.clock.instant());
    }

    /** Verifies the runner, then asks until the stop. */
    @Override
    public void run() {
        try {
            boolean verified = false;
            while (!tools.stop.requested()) {
                if (!verified) {
                    verified = verify();
                } else if (tools.permits.of(jobClass()) == 0) {
                    enter(Phase.NO_ROOM, NO_ROOM);
                    rest.untilRung(NO_ROOM);
                } else if (tools.handOver.stuck()) {
                    enter(Phase.STUCK, STUCK);
                    rest.fully(STUCK);
                } else {
                    askOnce();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error(LogLine.of("the asking loop ended").jobClass(jobClass()), e);
            throw e;
        } finally {
            enter(Phase.ENDED, Duration.ZERO);
        }
    }

    public String jobClass() {
        return runner.jobClass();
    }

    public LoopState state() {
        return state;
    }

    /** Ends a request that is under way; a job that its answer would have brought is lost. A hand-over goes on. */
    public void cutRequest() {
        guard.cut();
    }

    /** GitLab must have heard what the runner can do before it gives it a job. */
    private boolean verify() throws InterruptedException {
        enter(Phase.VERIFYING, Runner.VERIFY_LIMIT);
        return switch (guard.guarded(runner::verdict)) {
            case Runner.Verdict.Known known -> {
                LOG.info(LogLine.of("GitLab knows the class's runner").jobClass(jobClass()));
                tokenLasts(known.tokenExpiresAt());
                pace = Pace.start(pace.rhythm());
                yield true;
            }
            case Runner.Verdict.Objection objection -> {
                Asked refused = new Asked(objection.answer(), Duration.ZERO);
                tell(refused);
                pause(refused);
                yield false;
            }
        };
    }

    /** GitLab's administrators may let tokens of runners expire. Nobody but the operator can put another one into the class file. */
    private void tokenLasts(@Nullable Instant until) {
        if (until != null) {
            LOG.warn(LogLine.of("the token of the class's runner expires at " + until
                            + "; reset it in GitLab before, and put the new one into the class file")
                    .jobClass(jobClass()));
            tools.meters.tokenExpires(jobClass(), until);
        }
    }

    private void askOnce() throws InterruptedException {
        enter(Phase.ASKING, Runner.ASK_LIMIT);
        rest.hush();
        Instant begun = tools.clock.instant();
        JobAnswer answer = guard.guarded(this::request);
        Asked asked = new Asked(answer, Duration.between(begun, tools.clock.instant()));
        tell(asked);
        switch (answer) {
            case JobAnswer.Job job -> take(job);
            case JobAnswer.Malformed malformed ->
                tools.refusals.unreadable(jobClass(), malformed.job(), malformed.why());
            case JobAnswer.NoJob ignored -> {}
            case JobAnswer.Conflict ignored -> {}
            case JobAnswer.Throttled ignored -> {}
            case JobAnswer.Refused ignored -> {}
            // Its answer may have been a job.
            case JobAnswer.Unavailable ignored -> tools.answerLost.run();
        }
        pause(asked);
    }

    private JobAnswer request() {
        try {
            return runner.ask(pace.lastUpdate());
        } catch (RuntimeException e) {
            LOG.error(
                    LogLine.of("the request for a job failed in an unforeseen way")
                            .jobClass(jobClass()),
                    e);
            return new JobAnswer.Unavailable(e.getClass().getSimpleName());
        }
    }

    private void take(JobAnswer.Job job) throws InterruptedException {
        enter(Phase.HANDING_OVER, LoopState.FOR_EVER);
        long id = job.payload().id();
        tools.permits.taken(jobClass(), id);
        tools.meters.taken(jobClass());
        long bytes = PayloadSize.of(job.raw());
        if (bytes > PayloadLimit.SECRET_BYTES) {
            tools.permits.over(jobClass(), id);
            tools.refusals.tooLarge(jobClass(), job.payload().jobCredentials(), bytes);
            return;
        }
        TakenJob taken;
        try {
            taken = tools.takenJobs.of(jobClass(), job.payload(), job.raw(), tools.clock.instant());
        } catch (RuntimeException e) {
            LOG.error(LogLine.of("could not take the job").job(id).jobClass(jobClass()), e);
            tools.permits.over(jobClass(), id);
            tools.refusals.unreadable(
                    jobClass(), job.payload().jobCredentials(), e.getClass().getSimpleName());
            return;
        }
        if (tools.handOver.begin(taken) != HandOverEnd.HANDED_OVER) {
            tools.permits.over(jobClass(), id);
        }
    }

    private void pause(Asked asked) throws InterruptedException {
        Pace.Next next = pace.after(asked, tools.random);
        pace = next.pace();
        switch (next.step()) {
            case Step.AskAgain ignored -> {}
            case Step.Listen listen -> {
                enter(Phase.LISTENING, listen.atMost());
                rest.untilRung(listen.atMost());
            }
            case Step.KeepAway away -> {
                enter(pace.unhealthy() ? Phase.REFUSED : Phase.KEEPING_AWAY, away.time());
                rest.fully(away.time());
            }
        }
    }

    private void tell(Asked asked) {
        tools.meters.asked(jobClass(), asked.result());
        switch (asked.answer()) {
            case JobAnswer.Refused refused ->
                LOG.error(LogLine.of(
                                "GitLab refuses the class's runner: set a valid token in the class file, or register anew")
                        .jobClass(jobClass())
                        .with(LogKey.STATUS, refused.status())
                        .why(refused.message()));
            case JobAnswer.Unavailable unavailable ->
                LOG.warn(LogLine.of("GitLab can't be reached")
                        .jobClass(jobClass())
                        .why(unavailable.why()));
            case JobAnswer.Throttled throttled ->
                LOG.warn(LogLine.of("GitLab wants fewer requests")
                        .jobClass(jobClass())
                        .with(LogKey.WAIT, throttled.delay()));
            case JobAnswer.Job job ->
                LOG.info(LogLine.of("GitLab gave a job").job(job.payload().id()).jobClass(jobClass()));
            case JobAnswer.Malformed ignored -> {}
            case JobAnswer.NoJob ignored -> {}
            case JobAnswer.Conflict ignored -> {}
        }
    }

    private void enter(Phase phase, Duration atMost) {
        state = new LoopState(phase, tools.clock.instant(), atMost, pace.healthy());
    }
}
