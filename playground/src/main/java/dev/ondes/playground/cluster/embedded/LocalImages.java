package dev.ondes.playground.cluster.embedded;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The images that the embedded cluster has: none is pulled, a table says which programs of this machine stand for it.
 * Immutable.
 */
final class LocalImages {
    private static final String HUB = "docker.io/";
    private static final String LIBRARY = "library/";

    private final Map<String, LocalImage> table;

    /**
     * What stands for an image.
     *
     * @param description for the container's log
     * @param entrypoint what runs where the pod names no command
     * @param programs folders that come before the usual ones in PATH, as this machine knows them
     * @param content folders that the image has at a path of its own: path in the container to folder here
     */
    record LocalImage(String description, List<String> entrypoint, List<Path> programs, Map<String, Path> content) {}

    LocalImages(Map<String, LocalImage> images) {
        Map<String, LocalImage> byName = new HashMap<>();
        images.forEach((name, image) -> byName.put(spelledOut(name), image));
        this.table = Map.copyOf(byName);
    }

    /** An image that is this machine's own programs. */
    static LocalImage tools() {
        return new LocalImage("local tools", List.of(), List.of(), Map.of());
    }

    /**
     * job-agent's image.
     *
     * @param root a folder made by job-agent's {@code build-root.sh}
     * @param entrypoint as of the true image
     */
    static LocalImage agent(Path root, List<String> entrypoint) {
        String folder = "/opt/ondes-agent";
        return new LocalImage(
                "the agent in " + root, entrypoint, List.of(), Map.of(folder, root.resolve(folder.substring(1))));
    }

    Optional<LocalImage> find(String name) {
        return Optional.ofNullable(table.get(spelledOut(name)));
    }

    private static String spelledOut(String name) {
        @Nullable String hub = name.startsWith(HUB) ? name.substring(HUB.length()) : name;
        String repository = hub.startsWith(LIBRARY) ? hub.substring(LIBRARY.length()) : hub;
        return repository.substring(repository.lastIndexOf('/') + 1).contains(":")
                ? repository
                : repository + ":latest";
    }
}
