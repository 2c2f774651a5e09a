package dev.ondes.scheduler.cache;

import dev.ondes.gitlab.JobPayload;
import dev.ondes.gitlab.JobPayload.Variable;
import dev.ondes.gitlab.JobVariables;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A job's variables as far as they can be known outside of its pod, in the agent's order. What only the agent knows is marked, so
 * that a text that came to hold it is recognised, by whatever way it did.
 */
final class KnownVariables {
    private static final char MARK = '\0';
    /** Of those that the agent adds, and GitLab's may replace. */
    private static final List<String> OF_THE_POD = List.of(
            "CI_BUILDS_DIR",
            "CI_PROJECT_DIR",
            "CI_RUNNER_VERSION",
            "CI_RUNNER_EXECUTABLE_ARCH",
            "CI_SERVER_TLS_CA_FILE");

    private static final List<String> ALWAYS_OF_THE_POD = List.of("RUNNER_TEMP_PROJECT_DIR", "GITLAB_ENV");

    private KnownVariables() {}

    static JobVariables of(Map<String, String> ofClass, JobPayload payload, String image) {
        List<Variable> all = new ArrayList<>(JobVariables.ofClass(ofClass));
        all.add(JobVariables.plain("CI_SERVER", "yes"));
        all.add(JobVariables.plain("CI_CONCURRENT_ID", "0"));
        all.add(JobVariables.plain("CI_CONCURRENT_PROJECT_ID", "0"));
        all.add(JobVariables.plain("CI_RUNNER_REVISION", "ondes"));
        OF_THE_POD.forEach(name -> all.add(JobVariables.plain(name, marked(name))));
        all.addAll(payload.variables());
        all.add(JobVariables.plain(
                "CI_JOB_TIMEOUT", Long.toString(payload.runnerInfo().timeout().toSeconds())));
        all.add(JobVariables.plain("CI_JOB_IMAGE", image));
        all.add(JobVariables.plain("CI_DISPOSABLE_ENVIRONMENT", "true"));
        ALWAYS_OF_THE_POD.forEach(name -> all.add(JobVariables.plain(name, marked(name))));
        return new JobVariables(all, marked("a variable of type file"));
    }

    /** What an expanded text holds that isn't known here; null for nothing. */
    static @Nullable String unknownIn(String text) {
        int begin = text.indexOf(MARK);
        int end = text.indexOf(MARK, begin + 1);
        return begin < 0 ? null : end < 0 ? "a character of value 0" : text.substring(begin + 1, end);
    }

    private static String marked(String name) {
        return MARK + name + MARK;
    }
}
