package dev.ondes.alerter.console.act;

import dev.ondes.alerter.alerts.Rule;
import dev.ondes.alerter.alerts.StandardRules;
import dev.ondes.contracts.event.AlertSilenced;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An alert that nobody is to be told of for a while. Never longer than a day: the journal is read no further back, and who starts anew
 * must know of it.
 *
 * @param id of the silence, made with its form: who sends the form once more says the same
 * @param about a class or queue; null for all
 * @param reason in the words of who wishes it
 */
public record SilenceWish(String id, String alert, @Nullable String about, Duration length, String reason) {
    public static final Duration LONGEST = Duration.ofHours(24);
    public static final int LONGEST_REASON = 200;
    private static final int LONGEST_ABOUT = 300;

    /**
     * What a form says.
     *
     * @param minutes as it was typed
     * @throws RefusedException with a sentence for who sent it
     */
    public static SilenceWish of(
            String id, String alert, String about, String minutes, String reason, List<Rule> rules) {
        if (!id.matches("[A-Za-z0-9-]{1,64}")) {
            throw new RefusedException("The form lacks its id: load it anew.");
        }
        if (alert.equals(StandardRules.WATCHDOG)) {
            throw new RefusedException("The watchdog is heard by machines that act when it falls silent.");
        }
        if (rules.stream().noneMatch(rule -> rule.name().equals(alert))) {
            throw new RefusedException("No rule is called " + alert + ".");
        }
        if (reason.isBlank() || reason.length() > LONGEST_REASON || about.length() > LONGEST_ABOUT) {
            throw new RefusedException(
                    "Say why in a sentence of at most " + LONGEST_REASON + " characters: colleagues will ask.");
        }
        return new SilenceWish(id, alert, about.isEmpty() ? null : about, length(minutes), reason.strip());
    }

    /**
     * Makes sure that it is what was said by this id before, so that nothing is left to do.
     *
     * @throws RefusedException where the id is that of another silence, or of one that is over: an old form silences nothing anew
     */
    void mustBe(AlertSilenced known, String operator, Instant now) {
        if (!now.isBefore(known.until())) {
            throw new RefusedException(
                    "The silence that this form began is over: load the form anew to begin another.");
        }
        boolean same = alert.equals(known.alert())
                && Objects.equals(about, known.about())
                && reason.equals(known.reason())
                && length.equals(Duration.between(known.from(), known.until()))
                && operator.equals(known.by());
        if (!same) {
            throw new RefusedException("This form began another silence already: load it anew.");
        }
    }

    private static Duration length(String minutes) {
        if (!minutes.matches("[0-9]{1,5}")) {
            throw new RefusedException("For how long? Give a number of minutes.");
        }
        Duration length = Duration.ofMinutes(Integer.parseInt(minutes));
        if (length.isZero() || length.compareTo(LONGEST) > 0) {
            throw new RefusedException(
                    "A silence lasts a minute at least and a day at most. What is expected for longer belongs"
                            + " into ondes.alerter.maintenance.");
        }
        return length;
    }
}
