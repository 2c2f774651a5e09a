package dev.ondes.messaging.deadletters;

import java.util.List;

/**
 * What became of the selected dead letters. Those that are in neither list were not there, done before by whomever; or,
 * where the last one kept is {@link Why#UNCONFIRMED}, they were not reached: nothing more is sent then.
 *
 * @param done keys of those that are gone from the dead letters
 * @param kept those that are still there, each with its reason
 */
public record Result(List<String> done, List<Kept> kept) {
    public Result {
        done = List.copyOf(done);
        kept = List.copyOf(kept);
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
