package dev.ondes.playground.platform;

import dev.ondes.playground.broker.Broker;
import dev.ondes.playground.process.Place;
import dev.ondes.playground.process.RunEnd;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A broker and one metrics-alerter, for those who say the events themselves: no cluster, no GitLab. Owns both, and the run's folder. Ends
 * all of it on {@link #close}, and when the program is told to stop.
 */
public final class AlertingAlone implements AutoCloseable {
    private static final URI NO_GITLAB = URI.create("https://gitlab.invalid");

    private final Broker broker;
    private final Service service;
    private final RunEnd end;

    private AlertingAlone(Broker broker, Service service, RunEnd end) {
        this.broker = broker;
        this.service = service;
        this.end = end;
    }

    /**
     * Starts the broker; the service is not started yet.
     *
     * @param differs settings of the service that differ from what is usual
     * @param say hears a line about what is started
     */
    public static AlertingAlone begin(Home home, Map<String, String> differs, Consumer<String> say) {
        Path folder = Home.runFolder();
        var end = new RunEnd(folder, () -> {});
        try {
            Broker broker = Broker.start(Place.LOOPBACK, folder.resolve("broker"), say);
            end.add(broker::close);
            say.accept(broker.description() + "; logs and data of this run are in " + folder);
            var alerting = new Alerting(
                    new ServiceHost(home, Place.LOOPBACK, folder),
                    new Settings(folder.resolve("settings")),
                    Map.of("ondes.amqp.url", broker.url().toString()),
                    NO_GITLAB,
                    new Alerting.Wanted(1, differs));
            Service service = alerting.replicas().getFirst();
            end.add(service::close);
            end.started();
            return new AlertingAlone(broker, service, end);
        } catch (RuntimeException e) {
            end.failed();
            throw e;
        }
    }

    public Broker broker() {
        return broker;
    }

    public Service service() {
        return service;
    }

    @Override
    public void close() {
        end.close();
    }
}
