package dev.ondes.alerter.console.act;

import dev.ondes.alerter.fleet.Silence;
import dev.ondes.alerter.notify.Announcements;
import dev.ondes.contracts.broker.Topology;
import dev.ondes.contracts.event.AlertSilenced;
import dev.ondes.contracts.event.EventData;
import dev.ondes.contracts.event.OperatorActed;
import dev.ondes.messaging.deadletters.DeadLetters;
import dev.ondes.messaging.deadletters.Result;
import dev.ondes.messaging.deadletters.Selection;
import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Does what an operator wishes, and leaves a record of it in the log and in the journal. A call blocks until the broker has the record, for some seconds
 * at most; then it is tried on without who waits. Thread-safe; a wish that comes twice has the effect of one.
 */
public final class Deeds {
    private static final Logger LOG = Logger.getLogger(Deeds.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** As many as the event names. */
    private static final int NAMED = 100;

    private final Announcements journal;
    private final DeadLetters letters;
    private final Clock clock;
    private final Supplier<String> ids;

    public Deeds(Announcements journal, DeadLetters letters, Clock clock, Supplier<String> ids) {
        this.journal = journal;
        this.letters = letters;
        this.clock = clock;
        this.ids = ids;
    }

    /** For a form that begins something. */
    public String newId() {
        return ids.get();
    }

    /**
     * Nobody is told of an alert for a while. Where the same was said already, nothing more is.
     *
     * @param known what was said last by the wish's id
     * @return whether the journal has it; else it is tried again until it has
     * @throws RefusedException where the id is that of another silence, or of one that is over
     */
    public boolean silence(SilenceWish wish, Optional<Silence> known, String operator) {
        Instant now = clock.instant();
        if (known.isPresent()) {
            wish.mustBe(known.get().said(), operator, now);
            return true;
        }
        say(new AlertSilenced(
                wish.id(), wish.alert(), wish.about(), now, now.plus(wish.length()), wish.reason(), operator));
        return record(
                operator, Act.ALERT_SILENCED, name(wish.alert(), wish.about()), 1, List.of(wish.id()), wish.reason());
    }

    /** From now on people are told again; as {@link #silence}. */
    public boolean end(Silence silence, String operator) {
        AlertSilenced said = silence.said();
        Instant now = clock.instant();
        say(new AlertSilenced(
                said.silenceId(), said.alert(), said.about(), said.from(), now, said.reason(), said.by()));
        return record(
                operator, Act.SILENCE_ENDED, name(said.alert(), said.about()), 1, List.of(said.silenceId()), null);
    }

    /**
     * Sends dead letters to the queues they came from.
     *
     * @throws dev.ondes.messaging.deadletters.DeadLettersException when they could not be looked at; nothing was done
     */
    public LettersDeed redrive(Set<String> keys, String operator) {
        return on(keys, Act.DEAD_LETTERS_REDRIVEN, letters::redrive, operator);
    }

    /** Throws dead letters away, for good; as {@link #redrive}. */
    public LettersDeed discard(Set<String> keys, String operator) {
        return on(keys, Act.DEAD_LETTERS_DISCARDED, letters::discard, operator);
    }

    private LettersDeed on(Set<String> keys, Act act, Function<Selection, Result> deed, String operator) {
        Result result = deed.apply(new Selection.Named(keys));
        List<String> done = result.done();
        boolean recorded = done.isEmpty()
                || record(
                        operator,
                        act,
                        Topology.DEAD_LETTERS,
                        done.size(),
                        done.stream().limit(NAMED).toList(),
                        null);
        return new LettersDeed(keys.size(), result, recorded);
    }

    private static String name(String alert, @Nullable String about) {
        return about == null ? alert : alert + "/" + about;
    }

    private void say(EventData data) {
        // What is said after it is taken after it: who waits for the last word waits for all.
        var _ = journal.say(data);
    }

    private boolean record(
            String operator, Act act, String about, int count, List<String> things, @Nullable String reason) {
        LOG.info(LogLine.of("an operator acted")
                .with(LogKey.OPERATOR, operator)
                .with(LogKey.ACT, act.wire())
                .with(LogKey.SUBJECT, about)
                .with(LogKey.COUNT, count)
                .why(reason == null ? "" : reason));
        return isTaken(journal.say(new OperatorActed(operator, act.wire(), about, count, things, reason)));
    }

    private static boolean isTaken(Announcements.Said said) {
        try {
            said.taken().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
