package dev.ondes.playground.gitlab;

import dev.ondes.playground.gitlab.ci.Durations;
import dev.ondes.playground.gitlab.hooks.HookChaos;
import dev.ondes.playground.gitlab.pipelines.Limits;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The simulated GitLab as a process: its first line on stdout is {@code listening on http://…}. Ends by a signal. */
@CommandLine.Command(
        name = "gitlab",
        description = "A simulated GitLab: git over HTTP, pipelines, the runner API, webhooks.",
        mixinStandardHelpOptions = true)
public final class GitLabMain implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--listen",
            description = "Address, with port 0 for a free one (default: ${DEFAULT-VALUE}).",
            defaultValue = "127.0.0.1:0",
            converter = AddressConverter.class)
    private @Nullable InetSocketAddress listen;

    @Option(names = "--url", description = "How others reach it, where that isn't the address it listens on.")
    private @Nullable URI url;

    @Option(names = "--data", required = true, description = "Folder for repositories, logs and artifacts.")
    private @Nullable Path data;

    @Option(names = "--webhook", description = "Address that is told of every job and pipeline.")
    private @Nullable URI webhook;

    @Option(names = "--webhook-secret-file", description = "File with the webhook's secret.")
    private @Nullable Path webhookSecretFile;

    @Option(
            names = "--webhook-chaos",
            paramLabel = "SEED",
            description =
                    "Webhooks come late, out of order and repeated, and are sent again until somebody takes them.")
    private @Nullable Long webhookChaos;

    @Option(
            names = "--admin-token-file",
            description = "File with the admin's token; where it isn't there, it is made with a random one.")
    private @Nullable Path adminTokenFile;

    @Option(names = "--registration-token-file", description = "File with a token for POST /runners, the old way.")
    private @Nullable Path registrationTokenFile;

    @Option(
            names = "--long-poll",
            description = "How long a job request waits for a change; 0s: not at all (default: ${DEFAULT-VALUE}).",
            defaultValue = "50s",
            converter = DurationConverter.class)
    private @Nullable Duration longPoll;

    @Option(
            names = "--limit",
            paramLabel = "NAME=VALUE",
            description = "Another limit, such as traceInterval=PT3S; GET /-/ondes/limits lists them.")
    private Map<String, String> limits = new LinkedHashMap<>();

    public static void main(String[] arguments) {
        // JGit logs through SLF4J; that nobody listens is no news.
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        System.exit(new CommandLine(new GitLabMain()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = command().commandLine().getOut();
        var stopped = new CountDownLatch(1);
        try (GitLab gitlab = GitLab.start(settings())) {
            if (adminTokenFile != null && !Files.exists(adminTokenFile)) {
                writeSecret(adminTokenFile, gitlab.adminToken());
            }
            out.println("listening on " + gitlab.url());
            out.flush();
            Runtime.getRuntime().addShutdownHook(new Thread(stopped::countDown, "stop"));
            stopped.await();
        }
        return 0;
    }

    private GitLabSettings settings() throws IOException {
        if (listen == null || data == null || longPoll == null) {
            throw new CommandLine.ParameterException(
                    command().commandLine(), "--listen, --data and --long-poll are needed");
        }
        return new GitLabSettings(
                listen,
                url,
                data,
                adminTokenFile != null && Files.exists(adminTokenFile) ? secret(adminTokenFile) : null,
                registrationTokenFile == null ? null : secret(registrationTokenFile),
                webhook,
                webhookSecretFile == null ? null : secret(webhookSecretFile),
                webhookChaos == null ? HookChaos.NONE : HookChaos.of(webhookChaos),
                limits(longPoll),
                Clock.systemUTC(),
                true);
    }

    private Limits limits(Duration polling) {
        Limits all = Limits.DOCUMENTED.with("longPoll", polling);
        for (Map.Entry<String, String> limit : limits.entrySet()) {
            try {
                all = all.with(limit.getKey(), limit.getValue());
            } catch (IllegalArgumentException e) {
                throw new CommandLine.ParameterException(command().commandLine(), "--limit: " + e.getMessage(), e);
            }
        }
        return all;
    }

    private CommandSpec command() {
        if (spec == null) {
            throw new IllegalStateException("Not started by picocli");
        }
        return spec;
    }

    private static String secret(Path file) throws IOException {
        return Files.readString(file).strip();
    }

    private static void writeSecret(Path file, String secret) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, secret);
    }

    private static final class AddressConverter implements ITypeConverter<InetSocketAddress> {
        @Override
        public InetSocketAddress convert(String text) {
            int colon = text.lastIndexOf(':');
            if (colon < 0 || !text.substring(colon + 1).matches("\\d{1,5}")) {
                throw new TypeConversionException("'" + text + "' is not ADDRESS:PORT");
            }
            try {
                InetAddress address = InetAddress.getAllByName(text.substring(0, colon))[0];
                return new InetSocketAddress(address, Integer.parseInt(text.substring(colon + 1)));
            } catch (UnknownHostException e) {
                throw new TypeConversionException("'" + text + "' names no host: " + e.getMessage());
            }
        }
    }

    private static final class DurationConverter implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            return Durations.parse(text)
                    .orElseThrow(() -> new TypeConversionException("'" + text + "' is no length of time, such as 50s"));
        }
    }
}
