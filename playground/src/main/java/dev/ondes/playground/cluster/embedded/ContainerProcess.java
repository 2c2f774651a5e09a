package dev.ondes.playground.cluster.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * A container's processes. Ended by process id, and those that have left the first one's descent by a mark in their
 * environment. Safe for many threads.
 */
final class ContainerProcess {
    private static final String MARK = "ONDES_EMBEDDED_CONTAINER";
    /** bubblewrap ends with the thread that started it, not with the process: so one thread that lives as long. */
    private static final ExecutorService STARTER = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("container starter").factory());

    private final Process process;
    private final boolean hasKeeper;
    private final String mark;

    private ContainerProcess(Process process, boolean hasKeeper, String mark) {
        this.process = process;
        this.hasKeeper = hasKeeper;
        this.mark = mark;
    }

    /**
     * Starts it with no environment but the given one; output is appended to the log.
     *
     * @throws IOException where the program isn't there
     */
    static ContainerProcess start(
            Sandbox sandbox, ContainerPlace place, List<String> command, Map<String, String> environment, Path log)
            throws IOException {
        String mark = MARK + "=" + place.id();
        var builder = new ProcessBuilder(sandbox.command(place, command))
                .directory(sandbox.folder(place).toFile())
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().put(MARK, place.id());
        try {
            return new ContainerProcess(STARTER.submit(builder::start).get(), sandbox.hasKeeper(), mark);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** 128 and the signal's number where a signal ended it. */
    CompletableFuture<Integer> exit() {
        return process.onExit().thenApply(Process::exitValue);
    }

    /** Waits for its end, at most so long; an interrupted wait counts as its end. */
    boolean endsWithin(Duration time) {
        try {
            exit().get(time.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** SIGTERM to the first process, as a container runtime does it. */
    void terminate() {
        first().ifPresent(ProcessHandle::destroy);
    }

    /** SIGKILL to the first process and its descent; with bubblewrap that is all there is. */
    void end() {
        List<ProcessHandle> all = process.descendants().toList();
        all.forEach(ProcessHandle::destroyForcibly);
        // The keeper tells how the first process ended: it must outlive it.
        if (!hasKeeper || all.isEmpty()) {
            process.destroyForcibly();
        }
    }

    /** SIGKILL to every process of the container. */
    void kill() {
        end();
        marked().forEach(handle -> {
            if (!hasKeeper || handle.pid() != process.pid()) {
                handle.destroyForcibly();
            }
        });
    }

    /** Bytes of anonymous memory of all its processes. */
    long memory() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .mapToLong(handle -> anonymous(handle.pid()))
                .sum();
    }

    private Optional<ProcessHandle> first() {
        if (!hasKeeper) {
            return Optional.of(process.toHandle());
        }
        // The keeper may not have forked yet.
        for (int tries = 0; tries < 1000 && process.isAlive(); tries++) {
            Optional<ProcessHandle> child = process.children().findFirst();
            if (child.isPresent()) {
                return child;
            }
            Thread.onSpinWait();
        }
        return Optional.empty();
    }

    private Stream<ProcessHandle> marked() {
        return ProcessHandle.allProcesses().filter(handle -> {
            try {
                byte[] environment = Files.readAllBytes(Path.of("/proc", String.valueOf(handle.pid()), "environ"));
                return Arrays.asList(new String(environment, StandardCharsets.UTF_8).split("\0"))
                        .contains(mark);
            } catch (IOException e) {
                return false;
            }
        });
    }

    private static long anonymous(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", String.valueOf(pid), "status"))) {
            return lines.filter(line -> line.startsWith("RssAnon:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .sum();
        } catch (IOException | java.io.UncheckedIOException e) {
            return 0;
        }
    }
}
