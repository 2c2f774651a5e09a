package dev.ondes.spot;

import dev.ondes.cloud.aws.SimulatedSqs;
import dev.ondes.messaging.testing.CutProxy;
import dev.ondes.messaging.testing.LocalBroker;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The same, with a real RabbitMQ by a line that can be cut, and with a queue of AWS' notices. */
public class BrokerInstallationResource extends InstallationResource {
    /** Where AWS' client looks for who it is. */
    private static final Map<String, String> CREDENTIALS =
            Map.of("aws.accessKeyId", "key", "aws.secretAccessKey", "secret");

    private final CutProxy line = new CutProxy(LocalBroker.url());
    private final SimulatedSqs sqs = SimulatedSqs.open();
    private final URI queue = sqs.createQueue("notices", Duration.ofSeconds(30));

    @Override
    public Map<String, String> start() {
        CREDENTIALS.forEach(System::setProperty);
        Map<String, String> settings = new HashMap<>(super.start());
        settings.put("ondes.sqs.queue-url", queue.toString());
        settings.put("ondes.sqs.endpoint", sqs.url().toString());
        settings.put("ondes.sqs.region", "eu-west-1");
        return settings;
    }

    @Override
    String broker() {
        return line.url();
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(line, new TestInjector.MatchesType(CutProxy.class));
        injector.injectIntoFields(sqs, new TestInjector.MatchesType(SimulatedSqs.class));
        injector.injectIntoFields(queue, new TestInjector.MatchesType(URI.class));
    }

    @Override
    public void stop() {
        super.stop();
        sqs.close();
        line.close();
        CREDENTIALS.keySet().forEach(System::clearProperty);
    }
}
