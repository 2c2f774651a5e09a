package dev.ondes.playground.platform;

import dev.ondes.playground.process.PlaygroundException;
import dev.ondes.playground.process.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/** A folder as a real git repository, pushed by real git. */
public final class Repository {
    private Repository() {}

    /**
     * Commits a copy of the folder and pushes it as branch {@code main}.
     *
     * @param source what to push; not changed
     * @param remote address with its password
     * @param scratch where the copy may be made
     */
    public static void push(Path source, URI remote, Path scratch) {
        try {
            Path work = Files.createTempDirectory(scratch, "repository-");
            copy(source, work);
            git(work, "init", "--quiet", "--initial-branch=main");
            git(work, "add", "--all");
            git(
                    work,
                    "-c",
                    "user.name=Ondes",
                    "-c",
                    "user.email=playground@ondes.example",
                    "commit",
                    "--quiet",
                    "--message=The sample project");
            Files.writeString(work.resolve(".git/config"), authorization(remote), StandardOpenOption.APPEND);
            git(work, "push", "--quiet", "--force", withoutUser(remote), "main");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In git's configuration: what stands in an address stands in the process list too, also of the programs that git starts. */
    private static String authorization(URI remote) {
        String user = remote.getUserInfo();
        return user == null
                ? ""
                : "[http]\n\textraHeader = Authorization: Basic %s\n"
                        .formatted(Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8)));
    }

    private static String withoutUser(URI remote) {
        try {
            return new URI(remote.getScheme(), null, remote.getHost(), remote.getPort(), remote.getPath(), null, null)
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("parts of an address make an address", e);
        }
    }

    private static void git(Path folder, String... arguments) {
        Tool.Result result = Tool.run(
                folder, Stream.concat(Stream.of("git"), Stream.of(arguments)).toList());
        if (!result.succeeded()) {
            throw new PlaygroundException("git " + List.of(arguments).getFirst() + " failed:\n" + result.output());
        }
    }

    /** All that is in a folder into another one, which may exist. */
    public static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }
}
