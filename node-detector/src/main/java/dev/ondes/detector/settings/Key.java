package dev.ondes.detector.settings;

import java.util.Locale;

/** All settings: as a flag {@code --watcher-url=…}, or as a variable {@code ONDES_DETECTOR_WATCHER_URL}. A flag wins. */
enum Key {
    NODE("name of the node, as Kubernetes has it; also from ONDES_NODE", ""),
    WATCHER_URL("where spot-watcher takes notices, such as http://spot-watcher-intake:8080", ""),
    TOKEN_FILE("file with the bearer token for it", ""),
    CA_FILE("file with the authorities for its certificate (PEM); the machine's where left out", ""),
    CLOUD("auto, aws, gcp, azure or none", "auto"),
    METADATA("the metadata service's address: ipv4, ipv6 (AWS alone) or a URL", "ipv4"),
    INTERVAL("the longest time between two looks", "1s"),
    GCP_NOTICE("how long before its end a machine is told so; node pools that differ follow: 30s,pool=120s", "30s"),
    GCP_MAINTENANCE_NOTICE("the same for maintenance that ends the machine", "60s"),
    AZURE_APPROVE("when Azure needn't wait for an event's time: never, handled or confirmed", "handled"),
    LISTEN("host:port or :port for /healthz, /readyz and /metrics; off", ":9808"),
    LOG("text or json", "text");

    static final String VARIABLES = "ONDES_DETECTOR_";

    private final String help;
    private final String usual;

    Key(String help, String usual) {
        this.help = help;
        this.usual = usual;
    }

    String usual() {
        return usual;
    }

    String flag() {
        return "--" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String variable() {
        return VARIABLES + name();
    }

    String line() {
        return "  %-26s %s%s".formatted(flag(), help, usual.isEmpty() ? "" : " (" + usual + ")");
    }
}
