package dev.ondes.playground.doctor;

import dev.ondes.playground.broker.Broker;
import dev.ondes.playground.cluster.RealApiServer;
import dev.ondes.playground.platform.Home;
import dev.ondes.playground.process.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Looks at this machine; changes nothing. */
public final class Machine {
    private Machine() {}

    /** All that the playground can use, in the order in which it needs them. */
    public static List<Finding> examine(Home home) {
        return List.of(jdk(), maven(), git(), docker(), rabbitmq(), kubernetes(home), bubblewrap(), compiler());
    }

    private static Finding jdk() {
        int version = Runtime.version().feature();
        return version == 25
                ? Finding.found("JDK", Runtime.version() + " in " + System.getProperty("java.home"))
                        .asNeeded()
                : Finding.absent("JDK", "nothing can be built with " + version, "install JDK 25, set JAVA_HOME")
                        .asNeeded();
    }

    private static Finding maven() {
        return tool("Maven", System.getProperty("ondes.maven", "mvn"), "--version")
                .map(version -> Finding.found("Maven", version))
                .orElseGet(() -> Finding.absent("Maven", "nothing can be built", "install Maven 3.8.6 or later"))
                .asNeeded();
    }

    private static Finding git() {
        return tool("git", "git", "--version")
                .map(version -> Finding.found("git", version))
                .orElseGet(() -> Finding.absent("git", "no job can fetch its sources", "install git"))
                .asNeeded();
    }

    private static Finding docker() {
        return tool("Docker", "docker", "version --format {{.Server.Version}}")
                .filter(version -> version.matches("\\d+\\..*"))
                .map(version -> Finding.found("Docker", "engine " + version))
                .orElseGet(() -> Finding.absent(
                        "Docker",
                        "no --cluster k3s, and RabbitMQ must be a local one",
                        "install an engine, start it; not needed otherwise"));
    }

    private static Finding rabbitmq() {
        String given = System.getenv(Broker.VARIABLE);
        if (given != null && !given.isBlank()) {
            return Finding.found("RabbitMQ", "the one that " + Broker.VARIABLE + " names");
        }
        return Tool.find("rabbitmq-server")
                .map(path -> Finding.found("RabbitMQ", path.toString()))
                .orElseGet(() -> Finding.absent(
                        "RabbitMQ",
                        isRoot() && Tool.find("apt-get").isPresent()
                                ? "it will be installed by apt-get when it is needed, as you are root"
                                : "no demo without it, unless Docker runs",
                        "install rabbitmq-server, or set " + Broker.VARIABLE));
    }

    private static Finding kubernetes(Home home) {
        if (!isRoot()) {
            return Finding.absent(
                    "Kubernetes",
                    "no --cluster real: jobs run in the embedded cluster",
                    "be root (network namespaces)");
        }
        if (RealApiServer.isBuilt(home.folder())) {
            return Finding.found("Kubernetes", "built here: --cluster real starts in seconds");
        }
        if (Tool.find("go").isEmpty()) {
            return Finding.absent(
                    "Kubernetes", "no --cluster real: jobs run in the embedded cluster", "install Go 1.24 or later");
        }
        return Finding.found("Kubernetes", "can be made here: root and Go are here (first build: about 4 min)");
    }

    private static Finding bubblewrap() {
        return tool("bubblewrap", "bwrap", "--version")
                .map(version -> Finding.found("bubblewrap", version))
                .orElseGet(() -> Finding.absent(
                        "bubblewrap",
                        "the embedded cluster's containers see this machine's files under their true paths",
                        "install bubblewrap"));
    }

    private static Finding compiler() {
        return Tool.find("cc").isPresent() && Tool.find("make").isPresent()
                ? Finding.found("cc, make", "the embedded cluster can build the sample project")
                : Finding.absent(
                        "cc, make",
                        "the sample project can't be built in the embedded cluster",
                        "install gcc, libc6-dev and make");
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static Optional<String> tool(String name, String program, String arguments) {
        Optional<Path> path = program.contains("/") ? Optional.of(Path.of(program)) : Tool.find(program);
        return path.filter(Files::isExecutable)
                .map(found -> Tool.run(
                        Path.of("/"),
                        java.util.stream.Stream.concat(
                                        java.util.stream.Stream.of(found.toString()),
                                        java.util.Arrays.stream(arguments.split(" ", -1)))
                                .toList()))
                .filter(Tool.Result::succeeded)
                .map(result -> result.output().lines().findFirst().orElse(name).strip());
    }
}
