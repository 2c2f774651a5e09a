package dev.ondes.context.fetch;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ondes.authorities.Authorities;
import dev.ondes.contracts.build.BuildReason;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The machine's git, with nothing of the machine's settings. A login reaches it by a credential helper that reads a file of our own,
 * for its server alone: it is in no argument, no variable, no URL. Used by one thread.
 */
final class GitProgram {
    private static final int LONGEST_OUTPUT = 400;
    private final Path home;

    /** Else git holds each file in memory as a whole, several at once: a pod's container that only fetches has little. */
    private static final String LITTLE_MEMORY =
            "[core]\n\tbigFileThreshold = 8m\n\tdeltaBaseCacheLimit = 16m\n[pack]\n\tthreads = 1\n";

    /**
     * Prepares a home for it.
     *
     * @param home a folder of our own, empty
     * @param protocols which it may use, joined by colons
     */
    GitProgram(Path home, URI url, FetchOrder.@Nullable Login login, String protocols, Authorities authorities)
            throws IOException {
        this.home = home;
        var config = new StringBuilder("[protocol]\n\tallow = never\n");
        for (String protocol : protocols.split(":", -1)) {
            config.append("[protocol \"").append(protocol).append("\"]\n\tallow = always\n");
        }
        config.append(LITTLE_MEMORY);
        config.append("[http]\n\tlowSpeedLimit = 1000\n\tlowSpeedTime = 60\n");
        if (!authorities.areUsual()) {
            // It takes the file in place of the machine's own list.
            Path file = Files.writeString(home.resolve("authorities.pem"), authorities.allAsPem());
            config.append("\tsslCAInfo = \"").append(file).append("\"\n");
        }
        if (login != null) {
            Path file = home.resolve("login");
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, "username=" + login.username() + "\npassword=" + login.password() + "\n");
            String server = url.getScheme() + "://" + url.getRawAuthority();
            config.append("[credential \"")
                    .append(server)
                    .append("\"]\n\thelper = \"!f() { test \\\"$1\\\" = get && cat \\\"$HOME/login\\\"; }; f\"\n");
        }
        Files.writeString(home.resolve(".gitconfig"), config);
    }

    /**
     * Runs git.
     *
     * @return what it printed
     * @throws FetchFailedException when it fails
     */
    String run(Path folder, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("GIT_"));
        environment.putAll(Map.of(
                "HOME", home.toString(),
                "XDG_CONFIG_HOME", home.toString(),
                "GIT_CONFIG_NOSYSTEM", "1",
                "GIT_TERMINAL_PROMPT", "0",
                "GIT_ASKPASS", "true",
                "LC_ALL", "C"));
        Process git = builder.start();
        git.getOutputStream().close();
        String output = new String(git.getInputStream().readAllBytes(), UTF_8).strip();
        try {
            if (git.waitFor() != 0) {
                String end = output.substring(Math.max(0, output.length() - LONGEST_OUTPUT));
                BuildReason reason = Reasons.ofGit(output);
                throw new FetchFailedException(reason, "git " + arguments[0] + ": " + end);
            }
        } catch (InterruptedException e) {
            git.destroy();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while git ran");
        }
        return output;
    }
}
