package dev.ondes.messaging.publish;

import com.rabbitmq.client.AMQP.BasicProperties;
import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.event.EventCodec;
import java.util.Date;
import java.util.Map;

/** One message as it goes to the broker. Persistent: the one place where that is said. */
final class OutgoingMessage {
    private static final int PERSISTENT = 2;

    private final String routingKey;
    private final BasicProperties properties;
    private final byte[] body;

    private OutgoingMessage(String routingKey, BasicProperties properties, byte[] body) {
        this.routingKey = routingKey;
        this.properties = properties;
        this.body = body;
    }

    /** Header values are scalars: others are lost where a broker converts to AMQP 1.0. */
    static OutgoingMessage of(Event<?> event, EventCodec codec) {
        Map<String, Object> headers =
                event.traceparent() == null ? Map.of() : Map.of("traceparent", event.traceparent());
        var properties = new BasicProperties.Builder()
                .deliveryMode(PERSISTENT)
                .contentType(EventCodec.CONTENT_TYPE)
                .messageId(event.id())
                .type(event.type().wire())
                .timestamp(Date.from(event.time()))
                .headers(headers)
                .build();
        return new OutgoingMessage(event.type().routingKey(), properties, codec.encode(event));
    }

    String routingKey() {
        return routingKey;
    }

    String id() {
        return properties.getMessageId();
    }

    BasicProperties properties() {
        return properties;
    }

    byte[] body() {
        return body;
    }

    @Override
    public String toString() {
        return routingKey + " " + id() + " of " + body.length + " bytes";
    }
}
