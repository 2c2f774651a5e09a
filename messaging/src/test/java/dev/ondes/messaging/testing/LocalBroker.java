package dev.ondes.messaging.testing;

import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * The RabbitMQ of the tests: the one that {@code ONDES_AMQP_URL} names, else a private server of this machine on
 * loopback with its own folder, ports and name server, started once per JVM and ended with it, by process id.
 */
public final class LocalBroker {
    private static final String GIVEN = "ONDES_AMQP_URL";
    /** Tests of Quarkus run in class loaders of their own; properties are the JVM's. */
    private static final String STARTED = "dev.ondes.messaging.testing.broker";

    private static final Path SERVER = Path.of("/usr/lib/rabbitmq/bin/rabbitmq-server");
    private static final Path CTL = Path.of("/usr/lib/rabbitmq/bin/rabbitmqctl");
    private static final Path EPMD = Path.of("/usr/bin/epmd");

    private LocalBroker() {}

    /** Why there is none to be had; empty when there is. */
    public static Optional<String> missing() {
        if (given() || (Files.isExecutable(SERVER) && Files.isExecutable(EPMD))) {
            return Optional.empty();
        }
        return Optional.of("no RabbitMQ: install rabbitmq-server, or name one in " + GIVEN);
    }

    /** Whether it is ours, so that {@link #ctl} may be used. */
    public static boolean isOurs() {
        return !given();
    }

    /** Where it is; starts it at the first call. */
    public static synchronized String url() {
        if (given()) {
            return System.getenv(GIVEN);
        }
        String started = System.getProperty(STARTED);
        if (started == null) {
            start();
        }
        return "amqp://guest:guest@127.0.0.1:" + System.getProperty(STARTED).split(" ")[0];
    }

    /** Runs {@code rabbitmqctl}, which takes seconds. */
    public static void ctl(String... arguments) {
        String[] started = System.getProperty(STARTED).split(" ");
        var command = Stream.concat(
                Stream.of(CTL.toString(), "-q", "-n", "ondes" + started[0] + "@localhost"), Stream.of(arguments));
        var builder = new ProcessBuilder(command.toList())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("HOME", started[2]);
        builder.environment().put("ERL_EPMD_PORT", started[1]);
        try {
            int exit = builder.start().waitFor();
            if (exit != 0) {
                throw new IllegalStateException("rabbitmqctl " + List.of(arguments) + " exited with " + exit);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean given() {
        String url = System.getenv(GIVEN);
        return url != null && !url.isBlank();
    }

    private static void start() {
        try {
            Path folder = Files.createTempDirectory("ondes-broker");
            int port = freePort();
            int names = freePort();
            Files.writeString(folder.resolve("rabbitmq.conf"), """
                    listeners.tcp.1 = 127.0.0.1:%d
                    disk_free_limit.absolute = 50MB
                    vm_memory_high_watermark.absolute = 1GB
                    """.formatted(port));
            Files.writeString(folder.resolve("plugins"), "[].");
            Process nameServer = process(folder, names, EPMD.toString(), "-address", "127.0.0.1");
            Process server = server(folder, port, names);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(folder, server, nameServer)));
            Awaitility.await("RabbitMQ, see " + folder)
                    .atMost(Duration.ofSeconds(90))
                    .until(() -> !server.isAlive() || answers(port));
            if (!server.isAlive()) {
                throw new IllegalStateException("RabbitMQ did not start, see " + folder);
            }
            System.setProperty(STARTED, port + " " + names + " " + folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Process server(Path folder, int port, int names) throws IOException {
        var builder = builder(folder, names, SERVER.toString());
        var environment = builder.environment();
        environment.put("RABBITMQ_NODENAME", "ondes" + port + "@localhost");
        environment.put("RABBITMQ_MNESIA_BASE", folder.resolve("data").toString());
        environment.put("RABBITMQ_LOG_BASE", folder.resolve("log").toString());
        environment.put("RABBITMQ_CONFIG_FILE", folder.resolve("rabbitmq.conf").toString());
        environment.put(
                "RABBITMQ_ENABLED_PLUGINS_FILE", folder.resolve("plugins").toString());
        environment.put("RABBITMQ_PID_FILE", folder.resolve("pid").toString());
        environment.put("RABBITMQ_DIST_PORT", Integer.toString(freePort()));
        // The script then becomes the server, so that the process we end is the server.
        environment.put("RUNNING_UNDER_SYSTEMD", "true");
        environment.put(
                "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS",
                "-kernel inet_dist_use_interface {127,0,0,1} +sbwt none +sbwtdcpu none +sbwtdio none");
        return builder.start();
    }

    private static Process process(Path folder, int names, String... command) throws IOException {
        return builder(folder, names, command).start();
    }

    private static ProcessBuilder builder(Path folder, int names, String... command) {
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("output").toFile()));
        builder.environment().put("HOME", folder.toString());
        builder.environment().put("ERL_EPMD_PORT", Integer.toString(names));
        return builder;
    }

    private static boolean answers(int port) {
        var factory = new ConnectionFactory();
        factory.setHost("127.0.0.1");
        factory.setPort(port);
        factory.setAutomaticRecoveryEnabled(false);
        try (var connection = factory.newConnection()) {
            return connection.isOpen();
        } catch (Exception e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void end(Path folder, Process server, Process nameServer) {
        server.descendants().forEach(ProcessHandle::destroyForcibly);
        server.destroyForcibly();
        nameServer.destroyForcibly();
        try {
            server.waitFor();
            try (var files = Files.walk(folder)) {
                files.sorted(java.util.Comparator.reverseOrder())
                        .forEach(path -> path.toFile().delete());
            }
        } catch (IOException | InterruptedException e) {
            // The operating system clears its temporary folder.
        }
    }
}
