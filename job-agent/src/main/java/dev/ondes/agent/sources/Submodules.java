package dev.ondes.agent.sources;

import dev.ondes.agent.trace.JobLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Brings the project's submodules to the commits that it names. */
final class Submodules {
    private final GitPlan plan;
    private final Git git;
    private final List<String> include;
    private final JobLog log;

    /** @param include arguments for git in each submodule, by which it includes what git in the script is to know */
    Submodules(GitPlan plan, Git git, List<String> include, JobLog log) {
        this.plan = plan;
        this.git = git;
        this.include = include;
        this.log = log;
    }

    void update() throws IOException {
        switch (plan.submodules()) {
            case NONE -> log.line("Skipping Git submodules setup");
            case NORMAL -> update(List.of());
            case RECURSIVE -> update(List.of("--recursive"));
        }
    }

    private void update(List<String> recursive) throws IOException {
        log.note(
                recursive.isEmpty()
                        ? "Updating/initializing submodules..."
                        : "Updating/initializing submodules recursively...");
        git.run(plan.directory(), command("init", List.of()));
        git.run(plan.directory(), command("sync", recursive));
        List<String> flags = new ArrayList<>(List.of("--init"));
        flags.addAll(recursive);
        if (plan.submoduleDepth() > 0) {
            flags.add("--depth=" + plan.submoduleDepth());
        }
        flags.addAll(plan.submoduleFlags());
        git.run(plan.directory(), command("update", flags));
        inEach(recursive, include);
        if (!plan.cleanFlags().isEmpty()) {
            List<String> clean = new ArrayList<>(List.of("clean"));
            clean.addAll(plan.cleanFlags());
            inEach(recursive, clean);
        }
    }

    private void inEach(List<String> recursive, List<String> arguments) throws IOException {
        List<String> each = new ArrayList<>(List.of("submodule", "--quiet", "foreach"));
        each.addAll(recursive);
        each.add("git");
        each.addAll(arguments);
        git.run(plan.directory(), each);
    }

    private List<String> command(String verb, List<String> flags) {
        List<String> command = new ArrayList<>(List.of("submodule", verb));
        command.addAll(flags);
        if (!plan.submodulePaths().isEmpty()) {
            command.add("--");
            command.addAll(plan.submodulePaths());
        }
        return command;
    }
}
