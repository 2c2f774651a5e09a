package dev.ondes.playground.gitlab.pipelines;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A runner's settings, as given at its creation or changed later. Immutable.
 *
 * @param type {@code instance_type}, {@code group_type} or {@code project_type}
 * @param projects ids, for a project's runner
 * @param group path, for a group's runner
 */
public record RunnerSpec(
        String type,
        Set<Long> projects,
        @Nullable String group,
        String description,
        List<String> tags,
        boolean runUntagged,
        boolean paused,
        boolean locked,
        String accessLevel,
        @Nullable Duration maximumTimeout) {
    public RunnerSpec {
        projects = Set.copyOf(projects);
        tags = List.copyOf(tags);
    }

    /** For the whole instance, with these tags; takes untagged jobs only where it has none. */
    public static RunnerSpec instance(String description, List<String> tags) {
        return new RunnerSpec(
                "instance_type",
                Set.of(),
                null,
                description,
                tags,
                tags.isEmpty(),
                false,
                false,
                "not_protected",
                null);
    }

    public RunnerSpec pausing(boolean pause) {
        return new RunnerSpec(
                type, projects, group, description, tags, runUntagged, pause, locked, accessLevel, maximumTimeout);
    }

    boolean matches(Job job) {
        Project project = job.pipeline().project();
        boolean reaches =
                switch (type) {
                    case "project_type" -> projects.contains(project.id());
                    case "group_type" -> group != null && project.path().startsWith(group + "/");
                    default -> true;
                };
        List<String> wanted = job.definition().tags();
        return reaches
                && tags.containsAll(wanted)
                && (runUntagged || !wanted.isEmpty())
                && (!accessLevel.equals("ref_protected") || job.pipeline().onProtectedRef());
    }
}
