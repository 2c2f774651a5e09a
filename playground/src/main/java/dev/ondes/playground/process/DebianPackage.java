package dev.ondes.playground.process;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** A program that comes as a package of Debian: installed where we are root, and said aloud. */
public final class DebianPackage {
    private DebianPackage() {}

    /**
     * Installs one.
     *
     * @param what it is, for people, such as {@code RabbitMQ}
     * @param otherwise what a person can do where it can't be installed
     * @throws PlaygroundException where it can't, saying that
     */
    public static void install(String name, String what, String otherwise, Consumer<String> say) {
        if (!"root".equals(System.getProperty("user.name"))
                || Tool.find("apt-get").isEmpty()) {
            throw new PlaygroundException("No " + what + ": " + otherwise);
        }
        say.accept("No " + what + " here: installing Debian's " + name + " with apt-get");
        Tool.must(Path.of("/"), List.of("apt-get", "update", "-qq"));
        Tool.must(
                Path.of("/"),
                List.of(
                        "env",
                        "DEBIAN_FRONTEND=noninteractive",
                        // Debian starts a server after installing it; ours is a private one.
                        "RUNLEVEL=1",
                        "apt-get",
                        "install",
                        "-y",
                        "-qq",
                        "--no-install-recommends",
                        name));
    }
}
