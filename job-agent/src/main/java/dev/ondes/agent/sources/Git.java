package dev.ondes.agent.sources;

import dev.ondes.agent.process.Child;
import dev.ondes.agent.trace.JobLog;
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
     * @throws GitFailedException when it ends with another code than 0
     */
    void run(Path directory, List<String> arguments) throws IOException {
        int code = code(directory, arguments);
        if (code != 0) {
            throw new GitFailedException("git " + arguments.getFirst() + " ended with exit code " + code);
        }
    }

    void run(Path directory, String... arguments) throws IOException {
        run(directory, List.of(arguments));
    }

    int code(Path directory, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add("git");
        command.addAll(arguments);
        return child.run(command, directory, environment, log.lines());
    }
}
