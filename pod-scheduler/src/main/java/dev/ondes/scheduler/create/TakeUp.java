package dev.ondes.scheduler.create;

import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.event.JobQueued;
import dev.ondes.contracts.retry.Backoff;
import dev.ondes.contracts.retry.Pause;
import dev.ondes.contracts.seal.SealException;
import dev.ondes.messaging.PublishException;
import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import dev.ondes.scheduler.turns.TryLaterException;
import dev.ondes.scheduler.turns.Turns;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Takes queued jobs up in their turns, mistakes of ours notwithstanding: what fails in an unforeseen way is tried again with
 * pauses, and at last the job ends at GitLab, where its user sees that and can run it again. Among the dead letters it would be
 * seen by nobody but an operator. They remain for payloads that can't be opened, since GitLab can be told nothing without
 * them, and for the mistake that also keeps the job from its end. Thread-safe.
 */
public final class TakeUp {
    private static final Logger LOG = Logger.getLogger(TakeUp.class);
    /** More messages may be held, by jobs that wait; open payloads take memory. */
    private static final int AT_ONCE = 50;

    private static final int TRIES = 8;
    private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));

    private final Intake intake;
    private final Turns turns;
    private final Pause pause;
    private final Semaphore room = new Semaphore(AT_ONCE);

    public TakeUp(Intake intake, Turns turns, Pause pause) {
        this.intake = intake;
        this.turns = turns;
        this.pause = pause;
    }

    Taken take(Event<JobQueued> event) throws InterruptedException {
        for (int failures = 1; ; failures++) {
            try {
                return inTurn(event, () -> intake.take(event));
            } catch (SealException | UnreadablePayloadException | PublishException | TryLaterException foreseen) {
                throw foreseen;
            } catch (RuntimeException e) {
                LOG.error(
                        LogLine.of("the job could not be taken up, in an unforeseen way")
                                .job(event.data().jobId())
                                .jobClass(event.data().jobClass())
                                .with(LogKey.FAILURES, failures),
                        e);
                if (failures == TRIES) {
                    String mistake = e.getClass().getSimpleName();
                    return inTurn(event, () -> intake.giveUp(event, mistake));
                }
                pause.of(BACKOFF.after(failures));
            }
        }
    }

    private Taken inTurn(Event<JobQueued> event, Supplier<Taken> work) throws InterruptedException {
        room.acquire();
        try {
            return turns.answerInTurn(event.data().jobId(), work);
        } finally {
            room.release();
        }
    }
}
