package dev.ondes.playground.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * A started program with its children. Owns the process: {@link #close} ends it, children included, and waits. Safe to
 * close twice, and from a shutdown hook. Output goes to a log file, never to a pipe that could fill up.
 */
public final class RunningProgram implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(20);
    private static final Duration STEP = Duration.ofMillis(50);

    private final Program program;
    private final Process process;

    private RunningProgram(Program program, Process process) {
        this.program = program;
        this.process = process;
    }

    /** Starts it; an earlier log of the same name is kept and appended to. */
    public static RunningProgram start(Program program) {
        try {
            Files.createDirectories(program.folder());
            var builder = new ProcessBuilder(program.command())
                    .directory(program.folder().toFile())
                    .redirectErrorStream(true)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(
                            ProcessBuilder.Redirect.appendTo(program.log().toFile()));
            builder.environment().putAll(program.environment());
            var running = new RunningProgram(program, builder.start());
            LeftOvers.remember(program.folder(), running.process.toHandle());
            return running;
        } catch (IOException e) {
            throw new PlaygroundException(
                    program.name() + " can't be started (" + program.command().getFirst() + "): " + e.getMessage());
        }
    }

    public long pid() {
        return process.pid();
    }

    public boolean alive() {
        return process.isAlive();
    }

    public Path log() {
        return program.log();
    }

    /**
     * Waits until it is ready; gives itself.
     *
     * @throws PlaygroundException with the end of its log, when it ends or the time is up before the condition holds
     */
    public RunningProgram awaitReady(Duration limit, BooleanSupplier ready) {
        long end = System.nanoTime() + limit.toNanos();
        while (!ready.getAsBoolean()) {
            if (exitedWithin(STEP)) {
                throw new PlaygroundException(
                        program.name() + " ended with " + process.exitValue() + " before it was ready" + tail());
            }
            if (System.nanoTime() > end) {
                close();
                throw new PlaygroundException(
                        program.name() + " was not ready within " + limit.toSeconds() + " s" + tail());
            }
        }
        return this;
    }

    private boolean exitedWithin(Duration time) {
        try {
            process.onExit().get(time.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException(e);
        } catch (ExecutionException e) {
            throw new CompletionException(e);
        }
    }

    private String tail() {
        try {
            List<String> lines = Files.readString(program.log(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return "; the end of " + program.log() + ":\n"
                    + String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
        } catch (IOException e) {
            return "; it wrote no log";
        }
    }

    /** Ends it at once, as {@code kill -9} does, children included, and waits until it is gone. */
    public void kill() {
        // Children first: once the parent is gone they can't be found from here.
        List<ProcessHandle> all = process.descendants().toList();
        process.destroyForcibly();
        all.forEach(ProcessHandle::destroyForcibly);
        exitedWithin(GRACE);
    }

    /** Lets it do nothing more, though it stays, with its children and its connections, until {@link #kill}. */
    public void freeze() {
        List<String> command = new ArrayList<>(List.of("kill", "-STOP", Long.toString(process.pid())));
        process.descendants().forEach(child -> command.add(Long.toString(child.pid())));
        try {
            new ProcessBuilder(command).inheritIO().start().onExit().join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks it to end, waits for it, and ends it by force after 20 s. */
    @Override
    public void close() {
        end(GRACE);
    }

    /**
     * Asks it to end, waits for it, and ends it by force when the time is up.
     *
     * @return whether it ended without force
     */
    public boolean end(Duration patience) {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        boolean ended = exitedWithin(patience);
        if (!ended) {
            process.destroyForcibly();
        }
        children.forEach(ProcessHandle::destroyForcibly);
        return ended;
    }

    /** The whole log so far. */
    public String output() {
        try {
            return Files.readString(program.log(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
