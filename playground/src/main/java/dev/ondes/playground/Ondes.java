package dev.ondes.playground;

import dev.ondes.playground.bench.BenchCommand;
import dev.ondes.playground.demo.DemoCommand;
import dev.ondes.playground.demo.InterruptCommand;
import dev.ondes.playground.demo.UpCommand;
import dev.ondes.playground.doctor.DoctorCommand;
import dev.ondes.playground.process.PlaygroundException;
import dev.ondes.playground.tests.TestCommand;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What {@code ./ondes} hands over to. A message for people on standard error, never a stack trace, when a command can't go on. */
@Command(
        name = "ondes",
        mixinStandardHelpOptions = true,
        versionProvider = Ondes.Version.class,
        scope = CommandLine.ScopeType.INHERIT,
        description = "Ondes on one machine: on-demand CI/CD for GitLab on Kubernetes.",
        subcommands = {
            DemoCommand.class,
            UpCommand.class,
            InterruptCommand.class,
            DoctorCommand.class,
            TestCommand.class,
            BenchCommand.class,
            CommandLine.HelpCommand.class
        })
public final class Ondes {
    private static final int CANNOT_GO_ON = 2;

    private Ondes() {}

    /** As the jar says. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {
                "ondes "
                        + Objects.requireNonNullElse(
                                Ondes.class.getPackage().getImplementationVersion(), "of a work tree")
            };
        }
    }

    public static void main(String[] arguments) {
        var commands = new CommandLine(new Ondes()).setCaseInsensitiveEnumValuesAllowed(true);
        commands.setExecutionExceptionHandler((failure, command, parsed) -> {
            if (failure instanceof PlaygroundException) {
                command.getErr().println("ondes: " + failure.getMessage());
                return CANNOT_GO_ON;
            }
            throw failure;
        });
        if (arguments.length == 0) {
            commands.usage(System.out);
            System.exit(CANNOT_GO_ON);
        }
        System.exit(commands.execute(arguments));
    }
}
