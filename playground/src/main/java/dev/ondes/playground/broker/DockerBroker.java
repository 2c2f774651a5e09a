package dev.ondes.playground.broker;

import java.net.URI;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.rabbitmq.RabbitMQContainer;

/** RabbitMQ in Docker, by Testcontainers. */
final class DockerBroker implements Broker {
    private static final String IMAGE = "rabbitmq:4.1-management-alpine";

    private final RabbitMQContainer container;

    private DockerBroker(RabbitMQContainer container) {
        this.container = container;
    }

    static boolean available() {
        return DockerClientFactory.instance().isDockerAvailable();
    }

    static DockerBroker start() {
        var container = new RabbitMQContainer(IMAGE);
        container.start();
        return new DockerBroker(container);
    }

    @Override
    public URI url() {
        return URI.create("amqp://" + container.getAdminUsername() + ":" + container.getAdminPassword() + "@"
                + container.getHost() + ":" + container.getAmqpPort());
    }

    @Override
    public String description() {
        return IMAGE + " in Docker, port " + container.getAmqpPort();
    }

    @Override
    public void kill() {
        container.getDockerClient().killContainerCmd(container.getContainerId()).exec();
    }

    @Override
    public void restart() {
        container
                .getDockerClient()
                .startContainerCmd(container.getContainerId())
                .exec();
    }

    @Override
    public void close() {
        container.stop();
    }
}
