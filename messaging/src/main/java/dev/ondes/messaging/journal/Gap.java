package dev.ondes.messaging.journal;

/**
 * Entries that the reader wanted and the journal does not have.
 *
 * @param wanted the offset that should have come next
 * @param found the first one that is there
 */
public record Gap(Why why, long wanted, long found) {
    /** How entries get lost. */
    public enum Why {
        TRUNCATED("the journal keeps entries for so long, and these were older"),
        REPLACED("the journal was deleted and made anew, so offsets begin anew");

        private final String sentence;

        Why(String sentence) {
            this.sentence = sentence;
        }

        public String sentence() {
            return sentence;
        }
    }
}
