package dev.ondes.playground.cluster.embedded;

import dev.ondes.playground.process.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A container with its own mounts and process ids: volumes at their true paths, this machine's programs read-only,
 * a /tmp of its own, and the command as process 1, so that all its processes go when it ends. The network is this
 * machine's.
 */
record Bubblewrap(Path program) implements Sandbox {
    /** What programs are made of; all else of this machine stays unseen. */
    private static final Set<String> SHARED =
            Set.of("usr", "bin", "sbin", "lib", "lib32", "lib64", "libx32", "etc", "var", "nix");

    static Optional<Bubblewrap> find() {
        return Tool.find("bwrap").map(Bubblewrap::new).filter(Bubblewrap::works);
    }

    private boolean works() {
        try {
            Path folder = Files.createTempDirectory("ondes-bwrap");
            Path termination = Files.createFile(folder.resolve("termination"));
            var place = new ContainerPlace(
                    "try", "try", Map.of("/try", folder), Map.of(), "/dev/try", termination, folder, "/", null);
            boolean works = Tool.run(folder, command(place, List.of("sh", "-c", "test -d /try && echo yes > /dev/try")))
                    .succeeded();
            Files.delete(termination);
            Files.delete(folder);
            return works;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String description() {
        return "bubblewrap";
    }

    @Override
    public List<String> command(ContainerPlace place, List<String> command) {
        List<String> line = new ArrayList<>(List.of(
                program.toString(),
                "--die-with-parent",
                "--unshare-pid",
                "--as-pid-1",
                "--unshare-uts",
                "--hostname",
                place.hostname()));
        try (Stream<Path> top = Files.list(Path.of("/"))) {
            for (Path path : top.sorted().toList()) {
                String name = path.getFileName().toString();
                if (!SHARED.contains(name)) {
                    continue;
                }
                if (Files.isSymbolicLink(path)) {
                    line.addAll(
                            List.of("--symlink", Files.readSymbolicLink(path).toString(), "/" + name));
                } else {
                    line.addAll(List.of("--ro-bind", path.toString(), path.toString()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        line.addAll(List.of("--proc", "/proc", "--dev", "/dev", "--tmpfs", "/run"));
        bind(line, "--bind", place.scratch().toString(), "/tmp");
        bind(line, "--bind", place.scratch().toString(), "/root");
        if (place.hosts() != null) {
            bind(line, "--ro-bind", place.hosts().toString(), "/etc/hosts");
        }
        place.content().forEach((path, folder) -> bind(line, "--ro-bind", folder.toString(), path));
        place.mounts().forEach((path, folder) -> bind(line, "--bind", folder.toString(), path));
        bind(line, "--bind", place.terminationFile().toString(), place.terminationPath());
        line.addAll(List.of("--chdir", place.workingDir(), "--"));
        line.addAll(command);
        return line;
    }

    private static void bind(List<String> line, String how, String here, String there) {
        line.addAll(List.of(how, here, there));
    }

    @Override
    public Map<String, String> environment(ContainerPlace place) {
        return Map.of("HOME", "/root", "TMPDIR", "/tmp");
    }

    @Override
    public Path folder(ContainerPlace place) {
        return place.scratch();
    }

    @Override
    public boolean knowsHosts() {
        return true;
    }

    @Override
    public boolean hasKeeper() {
        return true;
    }
}
