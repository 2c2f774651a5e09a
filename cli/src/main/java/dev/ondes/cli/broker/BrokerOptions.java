package dev.ondes.cli.broker;

import dev.ondes.authorities.Authorities;
import dev.ondes.cli.CommandFailedException;
import dev.ondes.contracts.build.BuildOutcome;
import dev.ondes.contracts.retry.Backoff;
import dev.ondes.messaging.connect.AmqpAddress;
import dev.ondes.messaging.connect.BrokerConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the broker is. Never by an option: its address holds a password, and options stand in the process list. */
public final class BrokerOptions {
    /** The variable that holds the broker's address. */
    public static final String VARIABLE = "ONDES_AMQP_URL";

    /** The variable that names a file of authorities for the broker's certificate. */
    public static final String CA_VARIABLE = "ONDES_AMQP_CA_FILE";

    public static final Backoff BACKOFF = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));

    /** Held, since a logger that nobody holds forgets its level. What is wrong is told by the command itself. */
    private static final Logger LOG = Logger.getLogger("dev.ondes");

    @Option(
            names = "--amqp-url-file",
            paramLabel = "FILE",
            description = "holds the broker's address, amqp://user:password@host:5672; default: $" + VARIABLE)
    private @Nullable Path file;

    @Option(
            names = "--amqp-ca-file",
            paramLabel = "FILE",
            description =
                    "PEM file of authorities that vouch for the broker beside Java's own; default: $" + CA_VARIABLE)
    private @Nullable Path caFile;

    /** A connection, not begun yet, that is the caller's to close. Nothing is declared: a look must change nothing. */
    public BrokerConnection connection(Map<String, String> environment, String command) {
        LOG.setLevel(Level.OFF);
        // The client's logging has nowhere to go, which is no news.
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        return new BrokerConnection(
                address(environment), "ondes " + command, BACKOFF, RandomGenerator.getDefault(), _ -> {});
    }

    private AmqpAddress address(Map<String, String> environment) {
        String url = url(environment);
        Authorities authorities = authorities(environment);
        try {
            return AmqpAddress.parse(url, authorities);
        } catch (IllegalArgumentException e) {
            throw invalid((file == null ? VARIABLE : file.toString())
                    + " holds no broker address: expected amqp://user:password@host:port/vhost, special characters"
                    + " percent-encoded"
                    + (authorities.areUsual() ? "" : "; amqps where authorities are named, which are for TLS alone"));
        }
    }

    private Authorities authorities(Map<String, String> environment) {
        try {
            return caFile != null
                    ? Authorities.of("--amqp-ca-file", caFile)
                    : Authorities.of(
                            CA_VARIABLE,
                            Optional.ofNullable(environment.get(CA_VARIABLE))
                                    .filter(Predicate.not(String::isBlank))
                                    .map(Path::of));
        } catch (IllegalArgumentException e) {
            throw invalid(String.valueOf(e.getMessage()));
        }
    }

    private String url(Map<String, String> environment) {
        if (file != null) {
            try {
                return Files.readString(file).strip();
            } catch (IOException e) {
                throw invalid("--amqp-url-file: cannot read " + file);
            }
        }
        String address = environment.get(VARIABLE);
        if (address == null || address.isBlank()) {
            throw invalid("where is the broker? Set " + VARIABLE + ", or name a file by --amqp-url-file");
        }
        return address;
    }

    private static CommandFailedException invalid(String message) {
        return new CommandFailedException(BuildOutcome.INVALID, message);
    }
}
