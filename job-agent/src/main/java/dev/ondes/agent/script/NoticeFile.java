package dev.ondes.agent.script;

import dev.ondes.contracts.pod.AgentJson;
import dev.ondes.contracts.pod.AgentJsonException;
import dev.ondes.contracts.pod.AgentNotice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The file that says that the node goes away; it may change, or not be there at all. For one thread. */
public final class NoticeFile {
    private final Path file;
    private final long pause;
    private final Runnable onNews;
    private long due = System.nanoTime();
    private byte[] seen = {};
    private boolean moves;

    /**
     * @param pause between two looks
     * @param onNews run whenever it says something new
     */
    public NoticeFile(Path file, Duration pause, Runnable onNews) {
        this.file = file;
        this.pause = pause.toNanos();
        this.onNews = onNews;
    }

    /** A line for the job's log, when there is a new one. */
    @Nullable
    String news() {
        if (System.nanoTime() - due < 0) {
            return null;
        }
        due = System.nanoTime() + pause;
        byte[] bytes = read();
        if (bytes.length == 0 || Arrays.equals(bytes, seen)) {
            return null;
        }
        seen = bytes;
        try {
            AgentNotice notice = AgentJson.readNotice(bytes);
            moves = notice.moves();
            onNews.run();
            return notice.line();
        } catch (AgentJsonException e) {
            return null;
        }
    }

    /** Whether the job is to run elsewhere, as last seen. */
    boolean moves() {
        return moves;
    }

    private byte[] read() {
        try {
            return file.toFile().exists() ? Files.readAllBytes(file) : new byte[0];
        } catch (IOException e) {
            return new byte[0];
        }
    }
}
