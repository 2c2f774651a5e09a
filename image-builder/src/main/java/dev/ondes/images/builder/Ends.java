package dev.ondes.images.builder;

import dev.ondes.contracts.build.BuildReason;
import dev.ondes.images.builder.Builder.Ended;
import dev.ondes.images.builder.BuilderEnd.Failed;
import dev.ondes.images.builder.BuilderEnd.Pushed;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What all builders' ends have in common. A digest counts only from a builder that ended well: Kaniko writes one before it pushes,
 * and those of cache layers on the way. Pure.
 */
final class Ends {
    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");
    private static final int KILLED = 137;

    private Ends() {}

    /**
     * What it means.
     *
     * @param runCodes whether a code other than 1 is that of a command of the Dockerfile
     */
    static BuilderEnd of(Ended ended, boolean runCodes) {
        if (ended.exitCode() == 0) {
            String said = ended.message().strip();
            return DIGEST.matcher(said).matches() ? new Pushed(said) : new Failed(BuildReason.DIGEST_MISSING, null);
        }
        Optional<Failed> words = FailureWords.in(ended.logTail());
        if (words.isPresent()) {
            return words.get();
        }
        if (ended.exitCode() == KILLED) {
            // Nobody says so, but it is nearly always the kernel, of a process below the container's first.
            return new Failed(BuildReason.OUT_OF_MEMORY, "killed, exit code 137");
        }
        String detail = lastLine(ended.logTail()).orElse("exit code " + ended.exitCode());
        return runCodes && ended.exitCode() != 1
                ? new Failed(BuildReason.RUN_FAILED, "exit code " + ended.exitCode() + ": " + detail)
                : new Failed(BuildReason.BUILDER_FAILED, detail);
    }

    private static Optional<String> lastLine(String log) {
        return log.lines()
                .filter(line -> !line.isBlank())
                .reduce((_, last) -> last)
                .map(FailureWords::shortened);
    }
}
