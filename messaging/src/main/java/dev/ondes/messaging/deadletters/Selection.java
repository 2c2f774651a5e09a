package dev.ondes.messaging.deadletters;

import org.jspecify.annotations.Nullable;

/** Which dead letters are meant. */
public sealed interface Selection {
    boolean holds(DeadLetter letter);

    /** Whether no other letter can be meant once one was found. */
    default boolean isSingle() {
        return false;
    }

    /** One. */
    record One(String key) implements Selection {
        @Override
        public boolean holds(DeadLetter letter) {
            return letter.key().equals(key);
        }

        @Override
        public boolean isSingle() {
            return true;
        }
    }

    /** All that have each of these; null means any. */
    record Those(
            @Nullable String queue,
            @Nullable String reason,
            @Nullable String type) implements Selection {
        @Override
        public boolean holds(DeadLetter letter) {
            return isOrAny(queue, letter.queue()) && isOrAny(reason, letter.reason()) && isOrAny(type, letter.type());
        }

        private static boolean isOrAny(@Nullable String wanted, String found) {
            return wanted == null || wanted.equals(found);
        }
    }

    /** All of them. */
    static Selection all() {
        return new Those(null, null, null);
    }
}
