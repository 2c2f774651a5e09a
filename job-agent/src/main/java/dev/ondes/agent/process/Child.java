package dev.ondes.agent.process;

import dev.ondes.agent.orders.Orders;
import dev.ondes.agent.orders.StoppedException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A program that the agent starts: without input, its output line by line to the caller, killed with all its children when
 * an order to the job comes. Blocks until it has ended.
 */
public final class Child {
    private static final File NOTHING = new File("/dev/null");

    private final Orders orders;
    private final Runnable check;

    /** @param check throws when the agent shall not go on, see {@link Orders} */
    public Child(Orders orders, Runnable check) {
        this.orders = orders;
        this.check = check;
    }

    /**
     * Runs a program.
     *
     * @param environment added to the agent's own
     * @param output gets what it writes, stderr's among stdout's
     * @return its exit code
     */
    public int run(List<String> command, @Nullable Path directory, Map<String, String> environment, Output output)
            throws IOException {
        check.run();
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(NOTHING));
        if (directory != null) {
            builder.directory(directory.toFile());
        }
        builder.environment().putAll(environment);
        Process process = builder.start();
        int code;
        try {
            code = orders.abortable(() -> killIfStopped(process), () -> {
                check.run();
                Lines.pass(process, output);
                return process.waitFor();
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the working thread is never interrupted", e);
        } finally {
            if (process.isAlive()) {
                kill(process);
            }
        }
        check.run();
        return code;
    }

    private void killIfStopped(Process process) {
        try {
            check.run();
        } catch (StoppedException e) {
            kill(process);
        }
    }

    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
