package dev.ondes.playground.gitlab.git;

import dev.ondes.playground.gitlab.pipelines.Project;
import java.util.List;

/** Hears of branches and tags that a push has moved. */
@FunctionalInterface
public interface Pushes {
    /**
     * A ref was made or moved.
     *
     * @param ref full name
     * @param before forty zeros for a new one
     * @return lines that git shows to who pushed
     */
    List<String> pushed(Project project, String ref, String before, String after);
}
