package dev.ondes.cli;

import dev.ondes.contracts.build.BuildOutcome;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine.ParameterException;

/** What is told of a command line that can't be read: one sentence and where help is, so that nothing scrolls it away. */
final class Mistakes {
    /** Words of Docker's that have others here. */
    private static final Map<String, String> DOCKERS = Map.of(
            "-t", "say --destination HOST/REPO:TAG, or -d",
            "--tag", "say --destination HOST/REPO:TAG, or -d",
            "--cache-from", "say --cache; where its layers lie, the policy says",
            "--cache-to", "say --cache; where its layers lie, the policy says",
            "--push", "leave it out: what is built is pushed",
            "--load", "leave it out: there is no Docker that could hold the image; what is built is pushed",
            "-o", "leave it out: what is built is pushed",
            "--output", "leave it out: what is built is pushed",
            "--pull", "leave it out: base images are always asked for anew");

    private Mistakes() {}

    static int tell(ParameterException mistake, String[] line, PrintWriter err) {
        String command = mistake.getCommandLine().getCommandSpec().qualifiedName();
        err.println("ondes: " + dockers(command, line).orElseGet(() -> String.valueOf(mistake.getMessage())));
        err.println("Try: " + command + " --help");
        return BuildOutcome.INVALID.exitCode();
    }

    private static Optional<String> dockers(String command, String[] line) {
        return command.equals("ondes build")
                ? Arrays.stream(line)
                        .map(word -> word.split("=", 2)[0])
                        .filter(DOCKERS::containsKey)
                        .findFirst()
                        .map(word -> word + " is Docker's: " + Objects.requireNonNull(DOCKERS.get(word)))
                : Optional.empty();
    }
}
