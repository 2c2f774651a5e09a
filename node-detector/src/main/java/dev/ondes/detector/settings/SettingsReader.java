package dev.ondes.detector.settings;

import dev.ondes.authorities.Authorities;
import dev.ondes.contracts.node.Provider;
import dev.ondes.detector.azure.Approve;
import dev.ondes.detector.gcp.GcpSettings;
import dev.ondes.detector.http.Endpoint;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads settings; whatever is unknown, missing or wrong stops the start, with the key's name. */
public final class SettingsReader {
    private static final String IPV4 = "http://169.254.169.254";
    private static final String IPV6 = "http://[fd00:ec2::254]";
    private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(100);

    private final Map<Key, String> values = new EnumMap<>(Key.class);

    private SettingsReader() {}

    public static String help() {
        return "Hears from the cloud that this node will go, and tells spot-watcher. Flags, or variables "
                + Key.VARIABLES + "…:\n\n"
                + Arrays.stream(Key.values()).map(Key::line).collect(Collectors.joining("\n"));
    }

    /**
     * Reads flags and variables.
     *
     * @throws SettingsException naming the key and the fix
     */
    public static Settings read(String[] arguments, Map<String, String> environment) {
        var reader = new SettingsReader();
        reader.takeVariables(environment);
        reader.takeFlags(arguments);
        return reader.settings();
    }

    private void takeVariables(Map<String, String> environment) {
        Map<String, Key> known = new HashMap<>();
        for (Key key : Key.values()) {
            known.put(key.variable(), key);
        }
        put(Key.NODE, environment.getOrDefault("ONDES_NODE", ""));
        environment.forEach((name, value) -> {
            if (name.startsWith(Key.VARIABLES)) {
                Key key = known.get(name);
                if (key == null) {
                    throw new SettingsException(name + " is no setting. Settings are:\n" + help());
                }
                put(key, value);
            }
        });
    }

    private void takeFlags(String[] arguments) {
        for (int i = 0; i < arguments.length; i++) {
            String[] parts = arguments[i].split("=", 2);
            Key key = Arrays.stream(Key.values())
                    .filter(candidate -> candidate.flag().equals(parts[0]))
                    .findFirst()
                    .orElseThrow(() -> new SettingsException(parts[0] + " is no setting. Settings are:\n" + help()));
            if (parts.length == 2) {
                put(key, parts[1]);
            } else if (i + 1 < arguments.length) {
                put(key, arguments[++i]);
            } else {
                throw wrong(key, "has no value");
            }
        }
    }

    private void put(Key key, String value) {
        if (!value.isBlank()) {
            values.put(key, value.strip());
        }
    }

    private Settings settings() {
        Endpoint watcher = endpoint(Key.WATCHER_URL, required(Key.WATCHER_URL));
        return new Settings(
                required(Key.NODE),
                watcher,
                file(Key.TOKEN_FILE, required(Key.TOKEN_FILE)),
                authorities(),
                clouds(),
                metadata(),
                interval(),
                gcp(),
                choice(Key.AZURE_APPROVE, Approve.values()),
                listen(),
                oneOf(Key.LOG, "text", "json").equals("json"));
    }

    private String text(Key key) {
        return values.getOrDefault(key, key.usual());
    }

    private String required(Key key) {
        String value = text(key);
        if (value.isEmpty()) {
            throw wrong(key, "is missing");
        }
        return value;
    }

    private Path file(Key key, String value) {
        Path file = Path.of(value);
        if (!Files.isReadable(file)) {
            throw wrong(key, "names a file that can't be read: " + value);
        }
        return file;
    }

    private Authorities authorities() {
        if (!values.containsKey(Key.CA_FILE)) {
            return Authorities.USUAL;
        }
        try {
            return Authorities.of(Key.CA_FILE.flag(), Path.of(required(Key.CA_FILE)));
        } catch (IllegalArgumentException e) {
            throw new SettingsException(String.valueOf(e.getMessage()));
        }
    }

    private static Endpoint endpoint(Key key, String url) {
        try {
            return Endpoint.of(url);
        } catch (IllegalArgumentException e) {
            throw wrong(key, e.getMessage() + ": " + url);
        }
    }

    private List<Provider> clouds() {
        return switch (text(Key.CLOUD)) {
            // The order of asking: the first two answer only with their own headers.
            case "auto" -> List.of(Provider.GCP, Provider.AZURE, Provider.AWS);
            case "aws" -> List.of(Provider.AWS);
            case "gcp" -> List.of(Provider.GCP);
            case "azure" -> List.of(Provider.AZURE);
            case "none" -> List.of();
            default -> throw wrong(Key.CLOUD, "must be auto, aws, gcp, azure or none: " + text(Key.CLOUD));
        };
    }

    private Endpoint metadata() {
        return switch (text(Key.METADATA)) {
            case "ipv4" -> Endpoint.of(IPV4);
            case "ipv6" -> Endpoint.of(IPV6);
            default -> endpoint(Key.METADATA, text(Key.METADATA));
        };
    }

    private Duration interval() {
        Duration interval = duration(Key.INTERVAL, text(Key.INTERVAL));
        if (interval.compareTo(SHORTEST_INTERVAL) < 0) {
            throw wrong(Key.INTERVAL, "must be 100ms or more: the metadata service is everybody's on this machine");
        }
        return interval;
    }

    private GcpSettings gcp() {
        Duration notice = Duration.ofSeconds(30);
        Map<String, Duration> pools = new HashMap<>();
        for (String part : text(Key.GCP_NOTICE).split(",", -1)) {
            int equals = part.indexOf('=');
            Duration value = duration(Key.GCP_NOTICE, part.substring(equals + 1));
            if (equals < 0) {
                notice = value;
            } else {
                pools.put(part.substring(0, equals).strip(), value);
            }
        }
        return new GcpSettings(
                notice, Map.copyOf(pools), duration(Key.GCP_MAINTENANCE_NOTICE, text(Key.GCP_MAINTENANCE_NOTICE)));
    }

    private @Nullable InetSocketAddress listen() {
        String value = text(Key.LISTEN);
        if (value.equals("off")) {
            return null;
        }
        int colon = value.lastIndexOf(':');
        try {
            int port = Integer.parseInt(value.substring(colon + 1));
            String host = colon < 0 ? "" : value.substring(0, colon).replaceAll("[\\[\\]]", "");
            if (colon >= 0 && port >= 0 && port < 65_536) {
                return host.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(host, port);
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw wrong(Key.LISTEN, "must be host:port, :port or off: " + value);
    }

    private String oneOf(Key key, String... words) {
        String value = text(key);
        if (!Arrays.asList(words).contains(value)) {
            throw wrong(key, "must be one of " + String.join(", ", words) + ": " + value);
        }
        return value;
    }

    private <E extends Enum<E>> E choice(Key key, E[] choices) {
        for (E choice : choices) {
            if (choice.name().toLowerCase(Locale.ROOT).equals(text(key))) {
                return choice;
            }
        }
        throw wrong(
                key,
                "must be one of "
                        + Arrays.stream(choices)
                                .map(choice -> choice.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "))
                        + ": " + text(key));
    }

    /** {@code 500ms}, {@code 30s}, {@code 2m} or ISO such as {@code PT1.5S}. */
    private static Duration duration(Key key, String text) {
        String value = text.strip().toLowerCase(Locale.ROOT);
        try {
            Duration duration = value.matches("\\d+ms")
                    ? Duration.ofMillis(Long.parseLong(value.substring(0, value.length() - 2)))
                    : Duration.parse(value.startsWith("p") ? value : "pt" + value);
            if (duration.isPositive()) {
                return duration;
            }
        } catch (RuntimeException e) {
            // Told below.
        }
        throw wrong(key, "must be a time such as 500ms, 30s or 2m: " + text);
    }

    private static SettingsException wrong(Key key, String what) {
        return new SettingsException(key.flag() + " (" + key.variable() + ") " + what);
    }
}
