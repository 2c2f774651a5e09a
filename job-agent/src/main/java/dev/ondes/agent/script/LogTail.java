package dev.ondes.agent.script;

import dev.ondes.agent.trace.JobLog;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/** Follows the file that a phase's output goes to. */
final class LogTail implements AutoCloseable {
    private static final int PIECES = 64;

    private final RandomAccessFile file;
    private final byte[] buffer = new byte[8192];

    LogTail(Path path) throws IOException {
        file = new RandomAccessFile(path.toFile(), "r");
    }

    /**
     * Moves new output to the job's log, but not for ever where the script writes faster than that.
     *
     * @return how many bytes there were
     */
    int move(JobLog log) throws IOException {
        int moved = 0;
        for (int piece = 0; piece < PIECES; piece++) {
            int count = file.read(buffer);
            if (count <= 0) {
                break;
            }
            log.output(buffer, 0, count);
            moved += count;
        }
        return moved;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
