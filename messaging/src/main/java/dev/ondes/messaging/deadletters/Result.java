package dev.ondes.messaging.deadletters;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of the selected dead letters. Those that are in neither list were not there, done before by whomever; or,
 * where the last one kept is {@link Why#UNCONFIRMED}, they were not reached: nothing more is sent then.
 *
 * @param done keys of those that are gone from the dead letters; where it broke off, the last of them may be there still
 * @param kept those that are still there, each with its reason
 * @param brokenOff why the broker gave up after these, so that no others were reached; null where it did not
 */
public record Result(
        List<String> done, List<Kept> kept, @Nullable String brokenOff) {
    public Result {
        done = List.copyOf(done);
        kept = List.copyOf(kept);
    }

    /** One that went through to its end. */
    public Result(List<String> done, List<Kept> kept) {
        this(done, kept, null);
    }

    /** One that stays. */
    public record Kept(String key, Why why) {}

    /** Why one stays. */
    public enum Why {
        NO_ORIGIN("the broker does not say which queue it came from"),
        QUEUE_GONE("the queue it came from is no longer there"),
        REFUSED("the queue it came from takes no more messages; try again when it is shorter"),
        UNCONFIRMED("the broker did not confirm it in time; it may be on its way already, so look first");

        private final String sentence;

        Why(String sentence) {
            this.sentence = sentence;
        }

        public String sentence() {
            return sentence;
        }
    }
}
