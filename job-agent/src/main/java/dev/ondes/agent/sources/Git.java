package dev.ondes.agent.sources;

import dev.ondes.agent.process.Child;
import dev.ondes.agent.trace.JobLog;
import dev.ondes.agent.tries.PassingTroubleException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The git program; what it says goes to the job's log. */
final class Git {
    private final Child child;
    private final JobLog log;
    private final Map<String, String> environment;

    Git(Child child, JobLog log, Map<String, String> environment) {
        this.child = child;
        this.log = log;
        this.environment = environment;
    }

    /**
     * Runs one git command.
     *
     * @throws PassingTroubleException when it failed because a server was away
     * @throws GitFailedException when it failed otherwise
     */
    void run(Path directory, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add("git");
        command.addAll(arguments);
        var said = new LastWords(log.lines());
        int code = child.run(command, directory, environment, said);
        if (code != 0) {
            throw failed(arguments, code, said.text());
        }
    }

    void run(Path directory, String... arguments) throws IOException {
        run(directory, List.of(arguments));
    }

    /** Whether a tracked file whose path fits has a line with this text. */
    boolean finds(Path directory, String text, String paths) throws IOException {
        List<String> command =
                List.of("git", "grep", "--cached", "--quiet", "--fixed-strings", "-e", text, "--", paths);
        return child.run(command, directory, environment, log.lines()) == 0;
    }

    private static IOException failed(List<String> arguments, int code, String said) {
        String verb = verb(arguments);
        String message = "git " + verb + " ended with exit code " + code
                + (GitTrouble.wantsSsh(said)
                        ? ": the agent has no ssh; the variable GIT_SUBMODULE_FORCE_HTTPS: \"true\" has submodules of this GitLab"
                                + " fetched by HTTPS"
                        : "");
        return switch (GitTrouble.of(verb, code, said)) {
            case PASSING -> new PassingTroubleException(message);
            case LASTING, UNCLEAR -> new GitFailedException(message);
        };
    }

    /** The command's name, behind settings such as {@code -c key=value}; that of submodules has two words. */
    private static String verb(List<String> arguments) {
        int at = 0;
        while (arguments.get(at).equals("-c")) {
            at += 2;
        }
        String verb = arguments.get(at);
        return verb.equals("submodule")
                ? verb + " "
                        + arguments.stream()
                                .skip(at + 1)
                                .filter(word -> !word.startsWith("-"))
                                .findFirst()
                                .orElse("")
                : verb;
    }
}
