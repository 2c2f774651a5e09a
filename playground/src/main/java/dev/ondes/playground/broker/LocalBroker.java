package dev.ondes.playground.broker;

import com.rabbitmq.client.ConnectionFactory;
import dev.ondes.playground.process.Place;
import dev.ondes.playground.process.Program;
import dev.ondes.playground.process.RunningProgram;
import dev.ondes.playground.process.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.StreamSupport;

/**
 * A private RabbitMQ of this machine: own folder, own ports, own name server, own password. It touches nothing of a
 * broker that may run here already, and is ended by process id.
 */
final class LocalBroker implements Broker {
    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final List<Path> SCRIPTS = List.of(
            // Debian's own script of the same name on the path changes the user; this one it calls.
            Path.of("/usr/lib/rabbitmq/bin/rabbitmq-server"), Path.of("/opt/rabbitmq/sbin/rabbitmq-server"));

    private final Path script;
    private final Place place;
    private final Path folder;
    private final int port;
    private final int distributionPort;
    private final int namePort;
    private final String password = HexFormat.of().formatHex(randomBytes());
    private final RunningProgram names;
    private RunningProgram server;

    private LocalBroker(Path script, Place place, Path folder) {
        this.script = script;
        this.place = place;
        this.folder = folder;
        this.port = place.freePort();
        this.distributionPort = place.freePort();
        this.namePort = place.freePort();
        writeSettings();
        this.names = RunningProgram.start(new Program(
                "epmd",
                folder,
                place.command(List.of(
                        Tool.find("epmd").orElseThrow().toString(),
                        "-address",
                        "127.0.0.1",
                        "-port",
                        Integer.toString(namePort)))));
        this.server = startServer();
    }

    static Optional<Path> installed() {
        return SCRIPTS.stream().filter(Files::isExecutable).findFirst();
    }

    static LocalBroker start(Place place, Path folder) {
        return new LocalBroker(installed().orElseThrow(), place, folder);
    }

    private static byte[] randomBytes() {
        byte[] bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    private void writeSettings() {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("rabbitmq.conf"), """
                    listeners.tcp.1 = %s:%d
                    loopback_users = none
                    default_user = ondes
                    default_pass = %s
                    disk_free_limit.absolute = 50MB
                    vm_memory_high_watermark.absolute = 800MB
                    """.formatted(place.address(), port, password));
            Files.writeString(folder.resolve("enabled_plugins"), "[].\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private RunningProgram startServer() {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("HOME", folder.toString());
        environment.put("RABBITMQ_NODENAME", "ondes" + port + "@localhost");
        environment.put("RABBITMQ_MNESIA_BASE", folder.resolve("data").toString());
        environment.put("RABBITMQ_LOG_BASE", folder.resolve("log").toString());
        environment.put("RABBITMQ_CONFIG_FILE", folder.resolve("rabbitmq.conf").toString());
        environment.put(
                "RABBITMQ_ENABLED_PLUGINS_FILE",
                folder.resolve("enabled_plugins").toString());
        environment.put("RABBITMQ_PID_FILE", folder.resolve("pid").toString());
        environment.put("RABBITMQ_DIST_PORT", Integer.toString(distributionPort));
        environment.put("ERL_EPMD_PORT", Integer.toString(namePort));
        environment.put("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "-kernel inet_dist_use_interface {127,0,0,1}");
        core().ifPresent(core ->
                environment.put("RABBITMQ_PLUGINS_DIR", onlyWith(core).toString()));
        // Busy-waiting schedulers would take a core from everybody else on a small machine.
        environment.put("RABBITMQ_SERVER_START_ARGS", "+sbwt none +sbwtdcpu none +sbwtdio none");
        return RunningProgram.start(
                        new Program("rabbitmq", folder, place.command(List.of(script.toString())), environment))
                .awaitReady(START_LIMIT, this::answers);
    }

    /**
     * The folder of RabbitMQ's own application among its plugins, in the layout of 3.x as Debian has it: without its schema of settings
     * no node starts. A start looks into all sixty that are there, enabled or not: 2.5 of its 7 seconds.
     */
    private Optional<Path> core() {
        try (var plugins = Files.newDirectoryStream(
                script.toRealPath().resolve("../../plugins").normalize(), "rabbit-3.*")) {
            return StreamSupport.stream(plugins.spliterator(), false)
                    .filter(Files::isDirectory)
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Path onlyWith(Path core) {
        Path plugins = folder.resolve("plugins");
        Path link = plugins.resolve(core.getFileName());
        try {
            if (!Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectories(plugins);
                Files.createSymbolicLink(link, core);
            }
            return plugins;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean answers() {
        var factory = new ConnectionFactory();
        factory.setConnectionTimeout(2_000);
        factory.setAutomaticRecoveryEnabled(false);
        try {
            factory.setHost(place.address());
            factory.setPort(port);
            factory.setUsername("ondes");
            factory.setPassword(password);
            factory.newConnection("playground").close();
            return true;
        } catch (IOException | TimeoutException e) {
            return false;
        }
    }

    @Override
    public URI url() {
        return URI.create("amqp://ondes:" + password + "@" + place.address() + ":" + port);
    }

    @Override
    public String description() {
        return "a private RabbitMQ at " + place.address() + ":" + port;
    }

    @Override
    public void kill() {
        server.kill();
    }

    @Override
    public void restart() {
        server = startServer();
    }

    @Override
    public void close() {
        // A private broker's data are thrown away with it: no reason to wait for an orderly stop.
        server.kill();
        names.kill();
    }
}
