package dev.ondes.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * S3Proxy as a child process with a class path of its own: it checks signatures, lengths, checksums and {@code If-None-Match}, and
 * keeps objects in a folder, so that they outlive {@link #kill}. Owns the process, ended with this one at the latest. Thread-safe.
 */
public final class SimulatedS3 implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final Duration STEP = Duration.ofMillis(50);
    private static final String MAIN = "org.gaul.s3proxy.Main";

    private final S3Server server;
    private final Path folder;
    private Process process;

    private SimulatedS3(S3Server server, Path folder) {
        this.server = server;
        this.folder = folder;
        Runtime.getRuntime().addShutdownHook(new Thread(this::kill));
        this.process = launch();
    }

    /**
     * Starts one on a free port of loopback.
     *
     * @param folder for objects and its log; what it holds already is served again
     * @param buckets that shall be there
     */
    public static SimulatedS3 start(Path folder, String... buckets) {
        return start(new S3Server("127.0.0.1", freePort(), "ondes", "a-secret-of-the-tests"), folder, buckets);
    }

    /** Starts one there, and returns when it answers. */
    public static SimulatedS3 start(S3Server server, Path folder, String... buckets) {
        try {
            for (String bucket : buckets) {
                Files.createDirectories(folder.resolve("objects").resolve(bucket));
            }
            server.write(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new SimulatedS3(server, folder);
    }

    /**
     * How it is started by who has his own way with processes.
     *
     * @param folder in which {@link S3Server#write} was called
     */
    public static List<String> command(Path folder) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                // Not standard error, which S3Proxy turns into log lines: they would chase each other until the stack
                // is full.
                "-Dorg.slf4j.simpleLogger.logFile=" + folder.resolve("s3-server.log"),
                "-cp",
                classPath(),
                MAIN,
                "--properties",
                folder.resolve(S3Server.SETTINGS).toString());
    }

    private static String classPath() {
        try (InputStream written = SimulatedS3.class.getResourceAsStream("server.classpath")) {
            if (written == null) {
                throw new IllegalStateException("no server.classpath: build simulated-s3 with Maven first");
            }
            return new String(written.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process launch() {
        try {
            Process started = new ProcessBuilder(command(folder))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("s3.log").toFile()))
                    .start();
            long end = System.nanoTime() + START_LIMIT.toNanos();
            while (!answers(server.url())) {
                if (started.waitFor(STEP.toMillis(), TimeUnit.MILLISECONDS) || System.nanoTime() > end) {
                    started.destroyForcibly();
                    throw new IllegalStateException(
                            "S3Proxy did not start:\n" + Files.readString(folder.resolve("s3.log")));
                }
            }
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Whether an S3 answers there: who asks without a signature is refused. */
    public static boolean answers(URI url) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(5)).build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 403;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    public S3Server server() {
        return server;
    }

    public URI url() {
        return server.url();
    }

    /** Ends it at once, as a crash does. */
    public synchronized void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Starts it again after {@link #kill}, with its objects, under the same address. */
    public synchronized void restart() {
        process = launch();
    }

    @Override
    public void close() {
        kill();
    }
}
