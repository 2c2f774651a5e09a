package dev.ondes.playground.platform;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * metrics-alerter, one or more replicas of which one tells people. Nothing waits for it: the platform
 * works the same without, so it starts beside the first jobs.
 */
public final class Alerting {
    /** As it is deployed: it keeps a day in memory. */
    private static final List<String> HEAP = List.of("-Xmx168m", "-XX:MaxNewSize=24m");

    private final List<Service> replicas = new ArrayList<>();

    /**
     * How many, and what differs from what is usual.
     *
     * @param settings by their keys, such as {@code ondes.alerter.evaluate-every}
     */
    public record Wanted(int replicas, Map<String, String> settings) {
        public static final Wanted NONE = new Wanted(0, Map.of());
        public static final Wanted ONE = new Wanted(1, Map.of());

        /** Copies the settings. */
        public Wanted {
            settings = Map.copyOf(settings);
        }
    }

    /**
     * Not started yet.
     *
     * @param broker settings that say where it is
     * @param gitlab where jobs' logs are
     */
    Alerting(ServiceHost host, Settings settings, Map<String, String> broker, URI gitlab, Wanted wanted) {
        for (int i = 1; i <= wanted.replicas(); i++) {
            String name = "metrics-alerter-" + i;
            int port = host.place().freePort();
            Map<String, String> own = new LinkedHashMap<>(broker);
            own.put("ondes.alerter.console-url", "http://" + host.place().address() + ":" + port);
            own.put("ondes.alerter.gitlab-url", gitlab.toString());
            // All of it listens on this machine alone.
            own.put("ondes.alerter.console.access", "open");
            own.putAll(wanted.settings());
            replicas.add(host.withHeap(HEAP)
                    .service("metrics-alerter", name, settings.properties(name + ".properties", own), port));
        }
    }

    void start() {
        replicas.forEach(Service::start);
    }

    /** Returns when each has read the journal. */
    public void awaitReady() {
        replicas.forEach(Service::awaitReady);
    }

    public List<Service> replicas() {
        return List.copyOf(replicas);
    }
}
