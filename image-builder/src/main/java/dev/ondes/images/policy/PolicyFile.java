package dev.ondes.images.policy;

import dev.ondes.contracts.classes.ClassFileException;
import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * The policy as its file says it now: read anew when the file changes. One that can't be read after a change is told in the log,
 * and the last good one goes on. Thread-safe.
 */
public final class PolicyFile implements Supplier<Policy> {
    private static final Logger LOG = Logger.getLogger(PolicyFile.class);

    private final Path file;
    private Policy policy;
    private FileTime read;

    /**
     * Reads it.
     *
     * @throws ClassFileException when it can't be read at start
     */
    public PolicyFile(Path file) {
        this.file = file;
        this.read = changed(file);
        this.policy = Policy.read(file);
    }

    @Override
    public synchronized Policy get() {
        FileTime now = changed(file);
        if (!now.equals(read)) {
            read = now;
            try {
                policy = Policy.read(file);
                LOG.info(LogLine.of("the policy was read anew").with(LogKey.FILE, file));
            } catch (ClassFileException e) {
                LOG.error(LogLine.of("the policy's new text can't be used; the old one goes on")
                        .with(LogKey.FILE, file)
                        .why(e.getMessage()));
            }
        }
        return policy;
    }

    private static FileTime changed(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }
}
