package dev.ondes.playground.cluster.embedded;

import java.nio.file.Path;
import java.util.Map;

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
 */
record ContainerPlace(
        String id,
        String hostname,
        Map<String, Path> mounts,
        Map<String, Path> content,
        String terminationPath,
        Path terminationFile,
        Path scratch,
        String workingDir) {}
