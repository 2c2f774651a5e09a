package dev.ondes.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a job's image offers: a shell and the programs on its path, out of those of this machine. */
enum BuildImage {
    /** Like Debian or Ubuntu: bash beside sh, setsid. */
    WITH_BASH(
            "/bin/dash",
            List.of(
                    "bash", "setsid", "mv", "sleep", "cat", "mkdir", "chmod", "ls", "seq", "env", "git", "head", "ln",
                    "find", "sort")),
    /** Like a slim Debian without util-linux: dash alone, and no setsid. */
    DASH_ONLY("/bin/dash", List.of("mv", "sleep", "cat", "mkdir", "chmod", "ls", "seq", "env")),
    /** Like Alpine. */
    BUSYBOX("/bin/busybox", List.of());

    private static final List<String> APPLETS =
            List.of("sh", "setsid", "mv", "sleep", "cat", "mkdir", "chmod", "ls", "seq", "env");

    private final String shell;
    private final List<String> programs;

    BuildImage(String shell, List<String> programs) {
        this.shell = shell;
        this.programs = programs;
    }

    boolean isHere() {
        return Files.isExecutable(Path.of(shell));
    }

    /** Fills a directory that is all of the build container's path. */
    void fill(Path directory) throws IOException {
        Files.createDirectories(directory);
        if (this == BUSYBOX) {
            for (String applet : APPLETS) {
                Files.createSymbolicLink(directory.resolve(applet), Path.of(shell));
            }
            return;
        }
        Files.createSymbolicLink(directory.resolve("sh"), Path.of(shell));
        for (String program : programs) {
            Files.createSymbolicLink(directory.resolve(program), Path.of("/usr/bin", program));
        }
    }
}
