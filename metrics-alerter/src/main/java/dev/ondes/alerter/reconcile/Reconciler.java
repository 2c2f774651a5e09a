package dev.ondes.alerter.reconcile;

import dev.ondes.alerter.fleet.Snapshot;
import dev.ondes.alerter.reconcile.ReconcileCounts.Result;
import dev.ondes.contracts.event.Event;
import dev.ondes.gitlab.RefusedException;
import dev.ondes.messaging.Events;
import dev.ondes.messaging.log.LogLine;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Holds the model against GitLab's own lists of pending jobs, project after project, and says as events what webhooks did not tell: so every replica
 * hears it, and whoever reads the journal again hears it too. One replica asks; a thread of its own, between {@link #start} and {@link #close}.
 * Saying a thing twice changes nothing.
 */
public final class Reconciler implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Reconciler.class);

    /** So many projects one after the other that GitLab can't answer for: then it is GitLab. */
    private static final int MOST_IN_A_ROW = 3;

    private static final String NO_ANSWERS = "jobs can't be held against GitLab's lists; trying again";

    private final Parts parts;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ProjectLook look;

    private @Nullable String trouble;

    /**
     * What it works with.
     *
     * @param turn whether it is this replica that asks, now
     * @param every the pause between two rounds
     * @param refresh what was heard longer ago is said again, so that it goes on to count
     */
    record Parts(
            GitLabJobs gitlab,
            Scope scope,
            Supplier<Snapshot> fleet,
            BooleanSupplier turn,
            Events events,
            Event.Factory factory,
            ReconcileCounts counts,
            Clock clock,
            Duration every,
            Duration refresh,
            int callsPerMinute) {}

    Reconciler(Parts parts) {
        this.parts = parts;
        this.look = new ProjectLook(parts, new Pace(parts.callsPerMinute(), System::nanoTime, closed));
    }

    /** Begins; returns at once. */
    public void start() {
        Thread.ofVirtual().name("ondes-reconcile").start(this::work);
    }

    /** Calls that are on their way end with it. */
    @Override
    public void close() {
        closed.countDown();
        parts.gitlab().close();
    }

    private void work() {
        try {
            while (!closed.await(parts.every().toNanos(), TimeUnit.NANOSECONDS)) {
                if (parts.turn().getAsBoolean()) {
                    round();
                }
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this thread", e);
        }
    }

    /** Asks for each project once. What goes wrong is counted and told: nobody else asks, so that nothing may end that for good. */
    void round() throws InterruptedException {
        try {
            askForAll();
        } catch (RefusedException e) {
            parts.counts().asked(Result.REFUSED);
            tell(
                    "GitLab takes no calls with the token of ondes.alerter.reconcile.token-file: it needs the scope read_api",
                    "status " + e.status());
        } catch (RuntimeException e) {
            parts.counts().asked(Result.UNAVAILABLE);
            // Of what it says nothing: the JDK repeats a header that it can't send, which here is the token.
            tell(NO_ANSWERS, e.getClass().getSimpleName());
        }
    }

    private void askForAll() throws InterruptedException {
        Snapshot fleet = parts.fleet().get();
        look.forgetAllBut(fleet.active());
        Set<Result> results = EnumSet.noneOf(Result.class);
        int unavailable = 0;
        for (String project : parts.scope().projects(fleet)) {
            if (closed.getCount() == 0 || !parts.turn().getAsBoolean()) {
                return;
            }
            Result result = look.at(project);
            parts.counts().asked(result);
            results.add(result);
            unavailable = result == Result.UNAVAILABLE ? unavailable + 1 : 0;
            if (unavailable == MOST_IN_A_ROW) {
                tell(NO_ANSWERS, unavailable + " projects one after the other");
                return;
            }
        }
        if (!results.equals(EnumSet.of(Result.UNAVAILABLE))) {
            trouble = null;
            parts.counts().finished(parts.clock().instant());
        }
    }

    /** Once, until it changes. */
    private void tell(String what, String why) {
        String text = what + why;
        if (!text.equals(trouble)) {
            trouble = text;
            LOG.warn(LogLine.of(what).why(why));
        }
    }
}
