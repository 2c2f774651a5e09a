package dev.ondes.agent.variables;

import dev.ondes.contracts.pod.AgentJob;
import dev.ondes.gitlab.JobPayload;
import dev.ondes.gitlab.JobPayload.Variable;
import dev.ondes.gitlab.JobVariables;
import dev.ondes.gitlab.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Puts a job's variables together, the weakest first: the class's, those that a runner adds, GitLab's, and those that
 * nobody may change.
 */
public final class RunnerVariables {
    /** The authorities for GitLab's certificate, for what the script itself fetches from there. */
    public static final String TLS_CA_FILE = "CI_SERVER_TLS_CA_FILE";

    /** A report has room for one line. */
    private static final int NAMED = 5;

    private RunnerVariables() {}

    /**
     * All of a job's variables.
     *
     * @param gitlabCa PEM file of the authorities for GitLab's certificate; null for none
     */
    public static JobVariables of(
            AgentJob job, JobPayload payload, Path builds, String version, @Nullable Path gitlabCa) {
        Path projectDir = projectDir(job, payload, builds);
        String temporary = temporaryDirectory(projectDir).toString();
        List<Variable> all = new ArrayList<>(JobVariables.ofClass(job.variables()));
        all.add(JobVariables.plain("CI_SERVER", "yes"));
        all.add(JobVariables.plain("CI_BUILDS_DIR", builds.toString()));
        all.add(JobVariables.plain("CI_PROJECT_DIR", projectDir.toString()));
        all.add(JobVariables.plain("CI_CONCURRENT_ID", "0"));
        all.add(JobVariables.plain("CI_CONCURRENT_PROJECT_ID", "0"));
        all.add(JobVariables.plain("CI_RUNNER_VERSION", version));
        all.add(JobVariables.plain("CI_RUNNER_REVISION", "ondes"));
        all.add(JobVariables.plain("CI_RUNNER_EXECUTABLE_ARCH", "linux/" + architecture()));
        all.add(JobVariables.plain("FF_TIMESTAMPS", "true"));
        if (gitlabCa != null) {
            all.add(new Variable(TLS_CA_FILE, new Secret(content(gitlabCa)), true, true, false, true));
        }
        all.addAll(payload.variables());
        all.add(JobVariables.plain(
                "CI_JOB_TIMEOUT", Long.toString(payload.runnerInfo().timeout().toSeconds())));
        all.add(JobVariables.plain("CI_JOB_IMAGE", job.image()));
        all.add(JobVariables.plain("CI_DISPOSABLE_ENVIRONMENT", "true"));
        all.add(JobVariables.plain("RUNNER_TEMP_PROJECT_DIR", temporary));
        all.add(JobVariables.plain("GITLAB_ENV", temporary + "/gitlab_runner_env"));
        return new JobVariables(all, temporary);
    }

    /** Where the project is checked out: {@code GIT_CLONE_PATH} where it lies in the builds directory, else by its path. */
    private static Path projectDir(AgentJob job, JobPayload payload, Path builds) {
        List<Variable> known = new ArrayList<>(JobVariables.ofClass(job.variables()));
        known.add(JobVariables.plain("CI_BUILDS_DIR", builds.toString()));
        known.addAll(payload.variables());
        Path wanted = builds.resolve(new JobVariables(known, "").get("GIT_CLONE_PATH", ""))
                .normalize();
        if (isInside(builds, wanted)) {
            return wanted;
        }
        Path usual = builds.resolve(payload.jobInfo().projectFullPath()).normalize();
        return isInside(builds, usual)
                ? usual
                : builds.resolve("project-" + payload.jobInfo().projectId());
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isInside(Path builds, Path directory) {
        return directory.startsWith(builds) && !directory.equals(builds);
    }

    /**
     * Whether all could be expanded, and the job asks for a directory that it may have.
     *
     * @throws UnusableVariableException when not
     */
    public static void check(JobVariables variables) {
        if (!variables.unexpanded().isEmpty()) {
            throw new UnusableVariableException("variables name others so that they would become too long: "
                    + variables.unexpanded().stream().limit(NAMED).collect(Collectors.joining(", ")));
        }
        String wanted = variables.get("GIT_CLONE_PATH", "");
        String builds = variables.get("CI_BUILDS_DIR", "");
        if (!wanted.isEmpty()
                && !isInside(Path.of(builds), Path.of(builds).resolve(wanted).normalize())) {
            throw new UnusableVariableException("GIT_CLONE_PATH must lie in CI_BUILDS_DIR, " + builds);
        }
    }

    /** Beside the checkout, so that no clean-up of git reaches it. */
    public static Path temporaryDirectory(Path projectDir) {
        return projectDir.resolveSibling(projectDir.getFileName() + ".tmp");
    }

    private static String architecture() {
        String name = System.getProperty("os.arch", "");
        return name.equals("aarch64") ? "arm64" : name;
    }
}
