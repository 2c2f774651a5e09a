package dev.ondes.alerter.notify;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** Somebody who remembers what they were told, and may not listen, or not answer, for a while. */
final class FakePerson implements Receiver {
    final List<String> told = new CopyOnWriteArrayList<>();
    final List<String> tries = new CopyOnWriteArrayList<>();
    private final String name;
    volatile boolean deaf;
    /** How long they want to be left alone while they are deaf. */
    volatile Duration rest = Duration.ofMillis(20);
    /** They take what they are told, and don't say so. */
    volatile boolean mute;
    /** Until then they don't answer. */
    volatile CountDownLatch thinks = new CountDownLatch(0);

    FakePerson(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean wants(Message message) {
        return Filter.all(name).wants(message);
    }

    @Override
    public void send(Message message) throws NotTakenException {
        String what = (message.isOver() ? "over " : "fires ") + message.alertId();
        tries.add(what);
        awaitUninterruptibly(thinks);
        if (deaf) {
            throw NotTakenException.until("deaf", rest);
        }
        told.add(what);
        if (mute) {
            throw NotTakenException.unclear("mute");
        }
    }

    static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
