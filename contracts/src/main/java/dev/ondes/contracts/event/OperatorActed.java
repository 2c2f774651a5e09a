package dev.ondes.contracts.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A person did something by hand: the record of who did what, which nobody needs to act on. When it was is the event's time.
 *
 * @param operator who, as the login names them
 * @param act a fixed word, such as {@code alert-silenced} or {@code dead-letters-discarded}; newer services may say more
 * @param about the alert or queue
 * @param count to how many things it was done
 * @param things their names, at most the first hundred
 * @param reason in the words of who did it
 */
public record OperatorActed(
        String operator,
        String act,
        String about,
        int count,
        List<String> things,
        @Nullable String reason) implements EventData {

    /** Copies the list. */
    public OperatorActed {
        things = List.copyOf(things);
    }

    @Override
    public String subject() {
        return about;
    }
}
