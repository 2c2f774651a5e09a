package dev.ondes.messaging.smallrye;

import io.smallrye.reactive.messaging.annotations.ConnectorAttribute;
import io.smallrye.reactive.messaging.annotations.ConnectorAttribute.Direction;
import io.smallrye.reactive.messaging.connector.InboundConnector;
import io.smallrye.reactive.messaging.connector.OutboundConnector;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Flow;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;

/** Joins channels of SmallRye Reactive Messaging to queues, and to the exchange {@code ondes.events}. */
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
        description = "How many messages may be unacknowledged at once, and so how many handlers run")
@ConnectorAttribute(
        name = "auto-start",
        type = "boolean",
        direction = Direction.INCOMING,
        defaultValue = "true",
        description = "Whether to consume from the start on; if not, Subscriptions.open begins")
public class OndesRabbitmqConnector implements InboundConnector, OutboundConnector {
    /** The connector's name in settings. */
    public static final String NAME = "ondes-rabbitmq";

    @Override
    public Flow.Publisher<? extends Message<?>> getPublisher(Config config) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Flow.Subscriber<? extends Message<?>> getSubscriber(Config config) {
        throw new UnsupportedOperationException();
    }
}
