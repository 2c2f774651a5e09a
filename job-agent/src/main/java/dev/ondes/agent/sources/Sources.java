package dev.ondes.agent.sources;

import dev.ondes.agent.process.Child;
import dev.ondes.agent.trace.JobLog;
import dev.ondes.agent.tries.PassingTroubleException;
import dev.ondes.agent.tries.Tries;
import dev.ondes.gitlab.JobPayload;
import dev.ondes.gitlab.JobVariables;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Brings the project's sources into its directory: init, fetch of the payload's refspecs, checkout, clean, submodules. A
 * broken try is cleared away before the next.
 */
public final class Sources {
    private final GitPlan plan;
    private final Child child;
    private final JobLog log;
    private final Tries tries;
    private final Map<String, String> environment;
    private final List<String> include;
    private boolean tried;

    private Sources(
            GitPlan plan, Child child, JobLog log, Tries tries, Map<String, String> environment, Path scriptConfig) {
        this.plan = plan;
        include = List.of(
                "config",
                "--fixed-value",
                "--replace-all",
                "include.path",
                scriptConfig.toString(),
                scriptConfig.toString());
        this.child = child;
        this.log = log;
        this.tries = tries;
        this.environment = environment;
    }

    /**
     * Reads from payload and variables what is to be done.
     *
     * @param gitlabCa PEM file of the authorities for GitLab's certificate; null for git's own
     * @param gitHome an empty directory of the agent's own
     * @param scriptConfig what git in the script is to know, see {@link GitHome#writeForScripts}
     * @param tries for a server that is away for a while
     */
    public static Sources of(
            JobPayload payload,
            JobVariables variables,
            URI gitlabUrl,
            @Nullable Path gitlabCa,
            Path gitHome,
            Path scriptConfig,
            Child child,
            JobLog log,
            Tries tries)
            throws IOException {
        GitPlan plan = GitPlan.of(payload, variables);
        Map<String, String> environment = new LinkedHashMap<>(plan.environment());
        environment.putAll(GitHome.make(
                gitHome,
                addresses(payload, gitlabUrl),
                gitlabCa,
                payload.token().reveal(),
                plan.submodulesByHttps()));
        return new Sources(plan, child, log, tries, environment, scriptConfig);
    }

    /** Where the job's token is good: the project's own address, and GitLab's. */
    public static Collection<String> addresses(JobPayload payload, URI gitlabUrl) {
        String url = payload.gitInfo().repoUrl().reveal();
        return url.isEmpty()
                ? List.of(gitlabUrl.toString())
                : List.of(GitPlan.withoutCredentials(url), gitlabUrl.toString());
    }

    /**
     * Brings them.
     *
     * @throws PassingTroubleException where GitLab was away for longer than patience lasts
     */
    public void fetch() throws IOException {
        switch (plan.strategy()) {
            case NONE -> {
                log.line("Skipping Git repository setup");
                Files.createDirectories(plan.directory());
            }
            case EMPTY -> {
                log.line("Skipping Git repository setup and creating an empty build directory");
                clear(plan.directory());
                Files.createDirectories(plan.directory());
            }
            case CLONE, FETCH -> fetchInTries();
        }
    }

    private void fetchInTries() throws IOException {
        if (plan.strategy() == GitStrategy.CLONE) {
            clear(plan.directory());
        }
        tries.run(plan.attempts(), () -> {
            if (tried) {
                clear(plan.directory());
            }
            tried = true;
            fetchOnce();
        });
    }

    private void fetchOnce() throws IOException {
        Path directory = plan.directory();
        Git git = new Git(child, log, environment);
        log.note(
                plan.depth() > 0
                        ? "Fetching changes with git depth set to " + plan.depth() + "..."
                        : "Fetching changes...");
        Files.createDirectories(directory);
        removeLocks(directory.resolve(".git"));
        List<String> init = new ArrayList<>(List.of("init", "--quiet"));
        if (plan.objectFormat().equals("sha256")) {
            init.add("--object-format=sha256");
        }
        git.run(directory, init);
        git.run(directory, "config", "remote.origin.url", plan.url());
        List<String> fetch = new ArrayList<>(List.of("fetch", "origin", "--no-recurse-submodules"));
        fetch.addAll(plan.refspecs());
        if (plan.depth() > 0) {
            fetch.add("--depth=" + plan.depth());
        }
        fetch.addAll(plan.fetchFlags());
        git.run(directory, fetch);
        if (plan.checkout()) {
            checkOut(git);
        } else {
            log.line("Skipping Git checkout");
        }
        // At last: it is for the script, whose authorities may be other files than the agent's, and goes before the
        // agent's own.
        git.run(directory, include);
    }

    private void checkOut(Git git) throws IOException {
        Path directory = plan.directory();
        log.note(
                "Checking out " + plan.sha().substring(0, Math.min(8, plan.sha().length()))
                        + " as detached HEAD (ref is " + plan.ref() + ")...");
        git.run(directory, "-c", "submodule.recurse=false", "checkout", "-f", "-q", plan.sha());
        if (!plan.cleanFlags().isEmpty()) {
            List<String> clean = new ArrayList<>(List.of("clean"));
            clean.addAll(plan.cleanFlags());
            git.run(directory, clean);
        }
        if (!plan.skipsLfs() && !GitHome.lfsIsThere() && git.finds(directory, "filter=lfs", "*.gitattributes")) {
            // Without its files a job would go on with pointers of three lines, and perhaps well.
            throw new GitFailedException(
                    "this repository keeps files in Git LFS, and the agent's image has no git-lfs: add it there, or set"
                            + " GIT_LFS_SKIP_SMUDGE: \"1\" and run 'git lfs pull' in the script");
        }
        new Submodules(plan, git, include, log).update();
    }

    /** A git that was killed leaves lock files, which stop the next one. */
    private static void removeLocks(Path gitDirectory) throws IOException {
        if (Files.isDirectory(gitDirectory)) {
            try (Stream<Path> files = Files.walk(gitDirectory)) {
                for (Path lock :
                        files.filter(file -> file.toString().endsWith(".lock")).toList()) {
                    Files.deleteIfExists(lock);
                }
            }
        }
    }

    private static void clear(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
