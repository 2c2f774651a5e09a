package dev.ondes.images.store;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** Lets one caller at a time to what has a name; others of that name wait. Keeps no name that nobody uses. Thread-safe. */
final class OneAtATime {
    private final Map<String, Use> uses = new ConcurrentHashMap<>();

    private record Use(ReentrantLock lock, int users) {
        Use more(int users) {
            return new Use(lock, this.users + users);
        }
    }

    /** To be closed by the same thread. */
    interface Turn extends AutoCloseable {
        @Override
        void close();
    }

    Turn of(String name) {
        Use use = uses.merge(name, new Use(new ReentrantLock(), 1), (known, one) -> known.more(one.users()));
        use.lock().lock();
        return () -> {
            use.lock().unlock();
            uses.computeIfPresent(name, (_, known) -> known.users() == 1 ? null : known.more(-1));
        };
    }

    int names() {
        return uses.size();
    }
}
