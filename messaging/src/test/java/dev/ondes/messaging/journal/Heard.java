package dev.ondes.messaging.journal;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Remembers all that it hears. */
final class Heard implements JournalListener {
    final List<Entry> entries = new CopyOnWriteArrayList<>();
    final List<Gap> gaps = new CopyOnWriteArrayList<>();
    final AtomicInteger caughtUp = new AtomicInteger();
    /** How many entries it had heard when it was last told that it has caught up. */
    volatile int whenCaughtUp = -1;

    @Override
    public void on(Entry entry) {
        entries.add(entry);
    }

    @Override
    public void caughtUp() {
        whenCaughtUp = entries.size();
        caughtUp.incrementAndGet();
    }

    @Override
    public void missing(Gap gap) {
        gaps.add(gap);
    }

    List<Long> offsets() {
        return entries.stream().map(Entry::offset).toList();
    }

    List<String> ids() {
        return entries.stream()
                .map(entry -> switch (entry) {
                    case Entry.Said said -> said.event().id();
                    case Entry.Unreadable unreadable -> unreadable.why() + " " + unreadable.id();
                })
                .toList();
    }
}
