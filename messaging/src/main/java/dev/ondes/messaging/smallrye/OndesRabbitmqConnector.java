package dev.ondes.messaging.smallrye;

import dev.ondes.contracts.event.Event;
import dev.ondes.messaging.Events;
import dev.ondes.messaging.consume.ConsumerSettings;
import dev.ondes.messaging.consume.QueueConsumer;
import dev.ondes.messaging.consume.Received;
import io.smallrye.mutiny.Multi;
import io.smallrye.reactive.messaging.annotations.ConnectorAttribute;
import io.smallrye.reactive.messaging.annotations.ConnectorAttribute.Direction;
import io.smallrye.reactive.messaging.connector.InboundConnector;
import io.smallrye.reactive.messaging.connector.OutboundConnector;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;
import org.eclipse.microprofile.reactive.messaging.spi.ConnectorFactory;

/**
 * Joins channels of SmallRye Reactive Messaging to queues and to the exchange {@code ondes.events}. Payloads are
 * {@link Event}s; an incoming message is acked when its handler returned, and settled by what it threw otherwise.
 */
@ApplicationScoped
@Connector(OndesRabbitmqConnector.NAME)
@ConnectorAttribute(
        name = "queue",
        type = "string",
        direction = Direction.INCOMING,
        mandatory = true,
        description = "The queue to consume from; one of the topology's constants")
@ConnectorAttribute(
        name = "prefetch",
        type = "int",
        direction = Direction.INCOMING,
        defaultValue = "50",
        description = "How many messages may be unacknowledged at once, and how many handlers run at most")
@ConnectorAttribute(
        name = "auto-start",
        type = "boolean",
        direction = Direction.INCOMING,
        defaultValue = "true",
        description = "Whether to consume from the start on; if not, Subscriptions.open begins")
@ConnectorAttribute(
        name = "retry-delay",
        type = "java.time.Duration",
        direction = Direction.INCOMING,
        defaultValue = "PT0.5S",
        description = "Pause before a message whose handler failed goes back to its queue; doubles with each failure")
@ConnectorAttribute(
        name = "retry-delay-max",
        type = "java.time.Duration",
        direction = Direction.INCOMING,
        defaultValue = "PT1M",
        description = "The longest pause before a message goes back to its queue")
@ConnectorAttribute(
        name = "close-timeout",
        type = "java.time.Duration",
        direction = Direction.INCOMING,
        defaultValue = "PT20S",
        description = "How long a close of the channel waits for running handlers")
@ConnectorAttribute(
        name = "in-flight",
        type = "int",
        direction = Direction.OUTGOING,
        defaultValue = "1",
        description = "How many messages of the channel are published at once; more than one gives up their order")
public class OndesRabbitmqConnector implements InboundConnector, OutboundConnector {
    /** The connector's name in settings. */
    public static final String NAME = "ondes-rabbitmq";

    private final Broker broker;
    private final Events events;

    @Inject
    OndesRabbitmqConnector(Broker broker, Events events) {
        this.broker = broker;
        this.events = events;
    }

    @Override
    public Flow.Publisher<? extends Message<?>> getPublisher(Config config) {
        String channel = config.getValue(ConnectorFactory.CHANNEL_NAME_ATTRIBUTE, String.class);
        QueueConsumer consumer = broker.consumer(
                channel,
                new ConsumerSettings(
                        config.getValue("queue", String.class),
                        config.getOptionalValue("prefetch", Integer.class).orElse(50),
                        duration(config, "retry-delay", "PT0.5S"),
                        duration(config, "retry-delay-max", "PT1M"),
                        duration(config, "close-timeout", "PT20S")));
        boolean autoStart = config.getOptionalValue("auto-start", Boolean.class).orElse(true);
        return Multi.createFrom()
                .publisher(consumer.events())
                .onSubscription()
                .invoke(() -> {
                    if (autoStart) {
                        consumer.open();
                    }
                })
                .map(received -> message(consumer, received));
    }

    @Override
    public Flow.Subscriber<? extends Message<?>> getSubscriber(Config config) {
        return new OutgoingEvents(
                events, config.getOptionalValue("in-flight", Integer.class).orElse(1));
    }

    private static Message<Event<?>> message(QueueConsumer consumer, Received received) {
        return Message.of(
                received.event(),
                () -> settle(() -> consumer.handled(received)),
                cause -> settle(() -> consumer.failed(received, cause)));
    }

    /** In a virtual thread: it writes to the socket, and who calls may be an event loop. */
    private static CompletionStage<Void> settle(Runnable settlement) {
        return CompletableFuture.runAsync(settlement, Thread::startVirtualThread);
    }

    private static Duration duration(Config config, String attribute, String otherwise) {
        return config.getOptionalValue(attribute, Duration.class).orElseGet(() -> Duration.parse(otherwise));
    }
}
