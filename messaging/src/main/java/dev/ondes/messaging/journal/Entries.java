package dev.ondes.messaging.journal;

import com.rabbitmq.client.AMQP.BasicProperties;
import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.event.EventCodec;
import dev.ondes.contracts.event.EventType;
import dev.ondes.contracts.event.InvalidEventException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes entries of messages. Never throws: what it can't read becomes an entry that says so. */
final class Entries {
    private final EventCodec codec;

    Entries(EventCodec codec) {
        this.codec = codec;
    }

    Entry read(long offset, BasicProperties properties, byte[] body) {
        String id = properties.getMessageId() == null ? "" : properties.getMessageId();
        try {
            Optional<Event<?>> event = codec.decode(body);
            return event.isPresent() ? new Entry.Said(offset, event.get()) : unknown(offset, id, properties.getType());
        } catch (InvalidEventException e) {
            return new Entry.Unreadable(offset, Entry.Why.INVALID, id, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            return new Entry.Unreadable(
                    offset, Entry.Why.INVALID, id, e.getClass().getSimpleName());
        }
    }

    private static Entry unknown(long offset, String id, @Nullable String type) {
        boolean known =
                type != null && Arrays.stream(EventType.values()).anyMatch(each -> type.startsWith(each.wire() + "/"));
        return known
                ? new Entry.Unreadable(offset, Entry.Why.UNKNOWN_VERSION, id, Entry.Why.UNKNOWN_VERSION.sentence())
                : new Entry.Unreadable(offset, Entry.Why.UNKNOWN_TYPE, id, Entry.Why.UNKNOWN_TYPE.sentence());
    }
}
