package dev.ondes.playground.cluster.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a container sees of this machine. Immutable.
 *
 * @param id for finding its processes again
 * @param hostname the pod's name
 * @param mounts path in the container to folder here
 * @param content what its image has at paths of its own, read-only; path in the container to folder here
 * @param terminationPath where the container leaves its last word, and {@code terminationFile} that file here
 * @param scratch a folder of its own here, for /tmp and the home folder
 * @param workingDir in the container
 * @param hosts in place of /etc/hosts; null where this machine's is meant
 */
record ContainerPlace(
        String id,
        String hostname,
        Map<String, Path> mounts,
        Map<String, Path> content,
        String terminationPath,
        Path terminationFile,
        Path scratch,
        String workingDir,
        @Nullable Path hosts) {
    private static final int TERMINATION_LIMIT = 4096;
    private static final int LOG_LIMIT = 2048;

    /**
     * The end of what its last run has written, as much of it as a kubelet takes for a last word where it is told to; null for
     * nothing.
     */
    static @Nullable String lastLines(Path log) throws IOException {
        byte[] all = Files.readAllBytes(log);
        int from = Math.max(0, all.length - LOG_LIMIT);
        return from == all.length ? null : new String(all, from, all.length - from, StandardCharsets.UTF_8);
    }

    /** What the container has left at its termination path, as much of it as a kubelet reads; null for nothing. */
    @Nullable
    String lastWord() {
        try (InputStream file = Files.newInputStream(terminationFile)) {
            byte[] word = file.readNBytes(TERMINATION_LIMIT);
            return word.length == 0 ? null : new String(word, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
