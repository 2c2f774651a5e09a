package dev.ondes.agent.tries;

import dev.ondes.agent.orders.Orders;
import dev.ondes.agent.trace.JobLog;
import java.io.IOException;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Tries a step again while its trouble may pass, and says so in the job's log. Pauses are left to chance in part, so that the
 * jobs that one outage met don't come back all at once. For the working thread.
 */
public final class Tries {
    private final Patience patience;
    private final Orders orders;
    private final Runnable check;
    private final JobLog log;
    private final RandomGenerator random;

    /** @param check throws when the agent shall not go on, see {@link Orders} */
    public Tries(Patience patience, Orders orders, Runnable check, JobLog log, RandomGenerator random) {
        this.patience = patience;
        this.orders = orders;
        this.check = check;
        this.log = log;
        this.random = random;
    }

    /** What may be tried again: it begins anew each time. */
    @FunctionalInterface
    public interface Step {
        /**
         * Does it once.
         *
         * @throws PassingTroubleException where it may succeed later
         */
        void run() throws IOException;
    }

    /** Tries until it succeeds, fails for good, or has failed for as long as patience lasts. */
    public void run(Step step) throws IOException {
        run(1, step);
    }

    /**
     * The same, but with a number of tries whatever the trouble is.
     *
     * @throws PassingTroubleException where patience has ended
     * @throws IOException the last try's, where trying again would not help
     */
    public void run(int tries, Step step) throws IOException {
        long begin = System.nanoTime();
        for (int count = 1; ; count++) {
            try {
                step.run();
                return;
            } catch (IOException e) {
                Duration pause = patience.pauses().after(count, random);
                if (count >= tries && !(e instanceof PassingTroubleException && lasts(begin, pause))) {
                    throw e;
                }
                log.warning(e.getMessage() + "; trying again in " + Math.max(1, pause.toSeconds()) + " s");
                orders.await(pause, check);
            }
        }
    }

    private boolean lasts(long begin, Duration pause) {
        Duration spent = Duration.ofNanos(System.nanoTime() - begin);
        return spent.plus(pause).compareTo(patience.limit()) <= 0;
    }
}
