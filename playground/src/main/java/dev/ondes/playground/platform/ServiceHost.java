package dev.ondes.playground.platform;

import dev.ondes.playground.process.Place;
import dev.ondes.playground.process.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Where the services of one run live: their network, their folder, and the JVM options that they share with the
 * images. Makes programs and {@link Service}s; owns none.
 */
final class ServiceHost {
    /** Of the checkout: the options that every service runs with, here and in its image. */
    private static final String OPTIONS = "deploy/image/service.options";

    private final Home home;
    private final Place place;
    private final Path folder;
    private final List<String> first;
    private final List<String> options;
    private final Map<String, StartCache> caches = new ConcurrentHashMap<>();

    ServiceHost(Home home, Place place, Path folder) {
        this(home, place, folder, List.of(), List.of());
    }

    private ServiceHost(Home home, Place place, Path folder, List<String> first, List<String> options) {
        this.home = home;
        this.place = place;
        this.folder = folder;
        this.first = first;
        this.options = options;
    }

    /** For services that yield the processor to all others: what nobody waits for. */
    ServiceHost yielding() {
        return new ServiceHost(home, place, folder, List.of("nice", "-n", "10"), options);
    }

    /** For services that are deployed with another heap than most. */
    ServiceHost withHeap(List<String> options) {
        return new ServiceHost(home, place, folder, first, options);
    }

    Place place() {
        return place;
    }

    /** A main class of the playground's class path, in a process of its own. */
    Program program(String name, String mainClass, List<String> arguments) {
        return new Program(name, folder, place.command(home.playground(mainClass, arguments)));
    }

    /**
     * A service that isn't started yet.
     *
     * @param module of the checkout, such as {@code pod-scheduler}
     * @param name in messages and of the log file
     * @param settings its properties file
     * @param port on which it listens
     */
    Service service(String module, String name, Path settings, int port) {
        Path app = home.service(module);
        Path shared = home.file(OPTIONS);
        var cache = caches.computeIfAbsent(module, _ -> cache(module, app, shared));
        List<String> own = List.of(
                "-Dquarkus.config.locations=" + settings,
                "-Dquarkus.http.host=" + place.address(),
                "-Dquarkus.http.port=" + port,
                "-jar",
                app.resolve("quarkus-run.jar").toString());
        return new Service(
                name,
                folder,
                URI.create("http://" + place.address() + ":" + port),
                cache,
                start -> new Program(
                        name,
                        folder,
                        place.command(
                                Stream.of(first, List.of(home.java().toString(), "@" + shared), options, start, own)
                                        .flatMap(List::stream)
                                        .toList())));
    }

    private StartCache cache(String module, Path app, Path options) {
        try {
            return new StartCache(
                    home.starts(),
                    module,
                    app,
                    List.of(
                            System.getProperty("java.home"),
                            System.getProperty("java.vm.version"),
                            Files.readString(options)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
