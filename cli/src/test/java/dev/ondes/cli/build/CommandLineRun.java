package dev.ondes.cli.build;

import dev.ondes.cli.OndesCli;
import dev.ondes.cli.Surroundings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The program from its arguments to its exit code, as fast as it can wait. */
record CommandLineRun(int exitCode, String out, String err, List<Duration> pauses) {

    static CommandLineRun of(Map<String, String> environment, String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        List<Duration> pauses = new ArrayList<>();
        int exitCode = OndesCli.run(
                new Surroundings(environment, new PrintWriter(out, true), new PrintWriter(err, true), pauses::add),
                arguments);
        return new CommandLineRun(exitCode, out.toString(), err.toString(), pauses);
    }
}
