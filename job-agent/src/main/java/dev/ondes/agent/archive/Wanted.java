package dev.ondes.agent.archive;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One path or pattern of an artifact, and what it stands for: what it names, and all below that.
 *
 * @param path relative to the project; empty for the project itself
 * @param glob null where the path is taken as it is
 */
record Wanted(String path, @Nullable Glob glob) {

    static Wanted of(String path) {
        return new Wanted(path, Glob.isPattern(path) ? new Glob(path) : null);
    }

    /** Where to look for it: itself, or the directories before the first sign of a pattern. */
    Path root(Path project) {
        return project.resolve(glob == null ? path : fixedPart(path));
    }

    boolean covers(String file) {
        if (glob == null) {
            return path.isEmpty() || file.equals(path) || file.startsWith(path + "/");
        }
        for (int slash = file.indexOf('/'); slash > 0; slash = file.indexOf('/', slash + 1)) {
            if (glob.matches(file.substring(0, slash))) {
                return true;
            }
        }
        return glob.matches(file);
    }

    private static String fixedPart(String pattern) {
        int end = 0;
        for (int slash = pattern.indexOf('/'); slash > 0; slash = pattern.indexOf('/', slash + 1)) {
            if (Glob.isPattern(pattern.substring(0, slash))) {
                break;
            }
            end = slash;
        }
        return pattern.substring(0, end);
    }
}
