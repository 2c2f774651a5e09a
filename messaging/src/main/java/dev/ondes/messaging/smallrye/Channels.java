package dev.ondes.messaging.smallrye;

import dev.ondes.messaging.Subscriptions;
import dev.ondes.messaging.consume.QueueConsumer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The incoming channels of this service and their consumers. Thread-safe. */
final class Channels implements Subscriptions {
    private final Map<String, QueueConsumer> consumers = new ConcurrentHashMap<>();

    QueueConsumer add(String channel, QueueConsumer consumer) {
        if (consumers.putIfAbsent(channel, consumer) != null) {
            throw new IllegalStateException("the channel " + channel + " has a consumer already");
        }
        return consumer;
    }

    @Override
    public void open(String channel) {
        consumer(channel).open();
    }

    @Override
    public void close(String channel) {
        try {
            consumer(channel).close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** All at once, so that the slowest handler decides how long it takes. */
    void closeAll() {
        List<Thread> closing = consumers.keySet().stream()
                .map(channel -> Thread.startVirtualThread(() -> close(channel)))
                .toList();
        try {
            for (Thread thread : closing) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Why open channels don't consume. */
    Stream<String> troubles() {
        return consumers.entrySet().stream()
                .flatMap(entry -> entry.getValue().trouble().stream()
                        .map(trouble -> "channel " + entry.getKey() + " does not consume: " + trouble));
    }

    private QueueConsumer consumer(String channel) {
        QueueConsumer consumer = consumers.get(channel);
        if (consumer == null) {
            throw new IllegalArgumentException("no incoming channel " + channel + " with the connector "
                    + OndesRabbitmqConnector.NAME + "; there are " + consumers.keySet());
        }
        return consumer;
    }
}
