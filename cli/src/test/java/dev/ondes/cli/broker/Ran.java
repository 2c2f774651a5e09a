package dev.ondes.cli.broker;

import dev.ondes.cli.OndesCli;
import dev.ondes.cli.Surroundings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;

/** The program from its arguments to its exit code. */
public record Ran(int exitCode, String out, String err) {
    public static Ran with(Map<String, String> environment, String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int exitCode = OndesCli.run(
                new Surroundings(environment, new PrintWriter(out, true), new PrintWriter(err, true), _ -> {}),
                arguments);
        return new Ran(exitCode, out.toString(), err.toString());
    }

    public static Ran on(String broker, String... arguments) {
        return with(Map.of(BrokerOptions.VARIABLE, broker), arguments);
    }

    public List<String> lines() {
        return out.lines().toList();
    }
}
