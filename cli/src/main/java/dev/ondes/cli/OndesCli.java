package dev.ondes.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ondes.cli.build.BuildCommand;
import dev.ondes.cli.deadletters.DeadLettersCommand;
import dev.ondes.cli.events.EventsCommand;
import dev.ondes.contracts.build.BuildOutcome;
import dev.ondes.contracts.retry.Pause;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The program behind {@code ondes build}, {@code events} and {@code dead-letters}. What goes wrong is a line on standard error and an exit code (see {@link BuildOutcome}),
 * never a stack trace, unless {@code ONDES_DEBUG} is set.
 */
@Command(
        name = "ondes",
        mixinStandardHelpOptions = true,
        versionProvider = OndesCli.Version.class,
        scope = CommandLine.ScopeType.INHERIT,
        description = "Commands for an installation of Ondes.",
        subcommands = {BuildCommand.class, EventsCommand.class, DeadLettersCommand.class, CommandLine.HelpCommand.class
        })
public final class OndesCli {
    private OndesCli() {}

    /** As the jar says. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {
                "ondes "
                        + Objects.requireNonNullElse(
                                OndesCli.class.getPackage().getImplementationVersion(), "of a work tree")
            };
        }
    }

    public static void main(String[] arguments) {
        var out = new PrintWriter(new OutputStreamWriter(System.out, UTF_8), true);
        var err = new PrintWriter(new OutputStreamWriter(System.err, UTF_8), true);
        System.exit(run(new Surroundings(System.getenv(), out, err, Pause.REAL), arguments));
    }

    /** The whole program but its end. */
    public static int run(Surroundings around, String... arguments) {
        PrintWriter err = around.err();
        var commands = new CommandLine(new OndesCli(), new Surroundings.Factory(around))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(around.out())
                .setErr(err)
                .setParameterExceptionHandler((mistake, line) -> Mistakes.tell(mistake, line, err))
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    if (failure instanceof CommandFailedException expected) {
                        err.println("ondes: " + expected.getMessage());
                        return expected.outcome().exitCode();
                    }
                    err.println("ondes: this should not have happened: " + failure);
                    if (around.environment().containsKey("ONDES_DEBUG")) {
                        failure.printStackTrace(err);
                    }
                    return BuildOutcome.SYSTEM_FAILED.exitCode();
                });
        if (arguments.length == 0) {
            commands.usage(err);
            return BuildOutcome.INVALID.exitCode();
        }
        return commands.execute(arguments);
    }
}
