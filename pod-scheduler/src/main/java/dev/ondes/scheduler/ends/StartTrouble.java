package dev.ondes.scheduler.ends;

import dev.ondes.contracts.job.EndReason;
import dev.ondes.scheduler.pods.ContainerFacts.Terminated;
import java.util.List;
import java.util.Locale;

/**
 * Whose doing it is that the build container could not be made or started. The image's, where the runtime says that it lacks what
 * a job needs (a shell that runs here, its own user); the node's in all other cases, and then another node may do better.
 */
final class StartTrouble {
    /** Of runc and containerd. */
    private static final List<String> OF_THE_IMAGE = List.of(
            "executable file not found",
            "no such file or directory",
            "exec format error",
            "permission denied",
            "not a directory",
            "unable to find user",
            "unable to find group",
            "no matching entries in passwd",
            "no users found");
    /** Not about the image though they sound like it. */
    private static final List<String> OF_THE_NODE = List.of("cgroup", "containerd.sock", "/sys/fs", "shim");

    private static final int NOT_EXECUTABLE = 126;
    private static final int NOT_FOUND = 127;

    private StartTrouble() {}

    static EndReason of(Terminated neverStarted) {
        boolean shells = neverStarted.exitCode() == NOT_EXECUTABLE || neverStarted.exitCode() == NOT_FOUND;
        return shells ? EndReason.IMAGE_INVALID : of(neverStarted.message());
    }

    static EndReason of(String message) {
        String text = message.toLowerCase(Locale.ROOT);
        boolean image = OF_THE_IMAGE.stream().anyMatch(text::contains)
                && OF_THE_NODE.stream().noneMatch(text::contains);
        return image ? EndReason.IMAGE_INVALID : EndReason.POD_REFUSED;
    }

    /** A configuration that the kubelet refuses. Which user its image runs as is the job's; all else is ours or the class's. */
    static EndReason ofConfig(String message) {
        return message.toLowerCase(Locale.ROOT).contains("runasnonroot")
                ? EndReason.SETTINGS_INVALID
                : EndReason.POD_REFUSED;
    }
}
