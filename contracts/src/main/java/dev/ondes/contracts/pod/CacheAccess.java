package dev.ondes.contracts.pod;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the agent may do with one of a job's caches: requests that were signed for it, and nothing else of the store. They are
 * secrets, and print as {@code ***}.
 */
public sealed interface CacheAccess {
    /** As the job's user knows it, with variables replaced. */
    String key();

    /**
     * Its requests.
     *
     * @param restore where it may be, the likeliest first; empty where it is only saved
     * @param save where it goes; null where it is only restored
     * @param until when S3 stops to take the requests
     */
    record Granted(
            String key, List<Source> restore, @Nullable URI save, Instant until) implements CacheAccess {
        /** Copies the list. */
        public Granted {
            restore = List.copyOf(restore);
        }

        @Override
        public String toString() {
            return "Granted[key=" + key + ", until=" + until + ", ***]";
        }
    }

    /**
     * There are none.
     *
     * @param why one clause for the job's user
     */
    record Refused(String key, String why) implements CacheAccess {}

    /** A cache that may be there under a key: the job's own, or one to fall back to. */
    record Source(String key, URI url) {
        @Override
        public String toString() {
            return "Source[key=" + key + ", ***]";
        }
    }
}
