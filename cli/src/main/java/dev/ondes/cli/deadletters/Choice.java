package dev.ondes.cli.deadletters;

import dev.ondes.cli.CommandFailedException;
import dev.ondes.contracts.build.BuildOutcome;
import dev.ondes.messaging.deadletters.Selection;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which dead letters are meant. */
final class Choice {
    @Option(names = "--queue", paramLabel = "QUEUE", description = "those that died in this queue")
    private @Nullable String queue;

    @Option(names = "--reason", paramLabel = "REASON", description = "such as rejected or delivery_limit")
    private @Nullable String reason;

    @Option(names = "--type", paramLabel = "TYPE", description = "such as job.queued")
    private @Nullable String type;

    Selection those() {
        return new Selection.Those(queue, reason, type);
    }

    /**
     * What is to be changed must be named: one, some by what they have in common, or all.
     *
     * @param key of one
     */
    Selection named(@Nullable String key, boolean all) {
        boolean some = queue != null || reason != null || type != null;
        if ((key != null ? 1 : 0) + (some ? 1 : 0) + (all ? 1 : 0) != 1) {
            throw new CommandFailedException(
                    BuildOutcome.INVALID,
                    "which ones? Give a KEY (see ondes dead-letters list), or --queue, --reason or --type, or --all");
        }
        return key != null ? new Selection.One(key) : those();
    }
}
