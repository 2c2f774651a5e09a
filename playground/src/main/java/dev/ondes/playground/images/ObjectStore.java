package dev.ondes.playground.images;

import dev.ondes.playground.process.Place;
import dev.ondes.playground.process.Program;
import dev.ondes.playground.process.RunningProgram;
import dev.ondes.s3.S3Server;
import dev.ondes.s3.SimulatedS3;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;

/**
 * A private S3 with one bucket, in a JVM of its own. Its objects lie in the run's folder and outlive {@link #kill}. Owns its process.
 */
public final class ObjectStore implements AutoCloseable {
    /** The one bucket. */
    public static final String BUCKET = "ondes";

    private static final Duration START_LIMIT = Duration.ofSeconds(30);

    private final Place place;
    private final Path folder;
    private final S3Server settings;
    private RunningProgram server;

    private ObjectStore(Place place, Path folder) {
        this.place = place;
        this.folder = folder;
        this.settings = new S3Server(place.address(), place.freePort(), "ondes", secret());
        try {
            Files.createDirectories(folder.resolve("objects").resolve(BUCKET));
            settings.write(folder);
            Path file = Files.writeString(
                    credentials(),
                    "access-key=%s\nsecret-key=%s\n".formatted(settings.accessKey(), settings.secretKey()));
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.server = startServer();
    }

    /** Starts one where pods reach it. */
    public static ObjectStore start(Place place, Path folder) {
        return new ObjectStore(place, folder);
    }

    private static String secret() {
        byte[] bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private RunningProgram startServer() {
        return RunningProgram.start(new Program("s3", folder, place.command(SimulatedS3.command(folder))))
                .awaitReady(START_LIMIT, () -> SimulatedS3.answers(settings.url()));
    }

    /** A file with its credentials, as image-builder reads it. */
    public Path credentials() {
        return folder.resolve("credentials.properties");
    }

    /** Where it is, and with which credentials. */
    public S3Server server() {
        return settings;
    }

    /** From now on it takes connections and answers none, until {@link #kill}. */
    public void freeze() {
        server.freeze();
    }

    /** Ends it at once, as a crash does. */
    public void kill() {
        server.kill();
    }

    /** Starts it again after {@link #kill}, under the same address and with its objects. */
    public void restart() {
        server = startServer();
    }

    @Override
    public void close() {
        server.kill();
    }
}
