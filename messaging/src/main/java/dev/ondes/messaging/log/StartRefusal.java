package dev.ondes.messaging.log;

import dev.ondes.contracts.classes.ClassFileException;
import io.quarkus.logging.LoggingFilter;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * Settings that can't be right end a service's start with one line. Quarkus would write where in the code that was found, fifty
 * lines of it, and the one that says what to do in their midst. A start that fails by a mistake of ours keeps its trace.
 * A service has it by {@code quarkus.log.console.filter=start-refusal}.
 */
@LoggingFilter(name = "start-refusal")
public final class StartRefusal implements Filter {
    /** Of Quarkus: says why an application doesn't start. */
    private static final String STARTER = "io.quarkus.runtime.Application";

    private static final int DEEPEST = 30;

    @Override
    public boolean isLoggable(LogRecord line) {
        if (STARTER.equals(line.getLoggerName())) {
            reason(line.getThrown()).ifPresent(reason -> {
                line.setMessage("the start is refused: " + reason);
                line.setParameters(null);
                line.setThrown(null);
            });
        }
        return true;
    }

    private static Optional<String> reason(@Nullable Throwable thrown) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && cause.getCause() != null && depth < DEEPEST; depth++) {
            cause = cause.getCause();
        }
        return switch (cause) {
            case NoSuchFileException missing -> Optional.of("there is no file " + missing.getFile());
            case ClassFileException wrong -> Optional.ofNullable(wrong.getMessage());
            case IllegalArgumentException wrong -> Optional.ofNullable(wrong.getMessage());
            case IOException unreadable -> Optional.of(String.valueOf(unreadable.getMessage()));
            case null, default -> Optional.empty();
        };
    }
}
