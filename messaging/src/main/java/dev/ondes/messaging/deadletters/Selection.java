package dev.ondes.messaging.deadletters;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which dead letters are meant. */
public sealed interface Selection {
    boolean holds(DeadLetter letter);

    /** Once so many were found, no other letter can be meant. */
    default int most() {
        return Integer.MAX_VALUE;
    }

    /** One. */
    record One(String key) implements Selection {
        @Override
        public boolean holds(DeadLetter letter) {
            return letter.key().equals(key);
        }

        @Override
        public int most() {
            return 1;
        }
    }

    /** Some that somebody has seen. */
    record Named(Set<String> keys) implements Selection {
        /** Copies the keys. */
        public Named {
            keys = Set.copyOf(keys);
        }

        @Override
        public boolean holds(DeadLetter letter) {
            return keys.contains(letter.key());
        }

        @Override
        public int most() {
            return keys.size();
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
