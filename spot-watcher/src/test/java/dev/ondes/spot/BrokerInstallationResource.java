package dev.ondes.spot;

import dev.ondes.messaging.testing.LocalBroker;

/** The same, with a real RabbitMQ. */
public class BrokerInstallationResource extends InstallationResource {
    @Override
    String broker() {
        return LocalBroker.url();
    }
}
