package dev.ondes.s3;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where an S3 listens, and the one pair of credentials that it knows. Immutable; prints no secret.
 *
 * @param address on which it listens
 */
public record S3Server(String address, int port, String accessKey, String secretKey) {
    static final String SETTINGS = "s3proxy.properties";

    public URI url() {
        return URI.create("http://" + address + ":" + port);
    }

    /** Writes its settings into a folder; each folder below {@code objects} there is a bucket. */
    public void write(Path folder) throws IOException {
        Path objects = Files.createDirectories(folder.resolve("objects"));
        Files.writeString(
                folder.resolve(SETTINGS), """
                s3proxy.endpoint=%s
                s3proxy.authorization=aws-v4
                s3proxy.identity=%s
                s3proxy.credential=%s
                s3proxy.ignore-unknown-headers=true
                s3proxy.v4-max-non-chunked-request-size=134217728
                jclouds.provider=filesystem-nio2
                jclouds.filesystem.basedir=%s
                """.formatted(url(), accessKey, secretKey, objects.toAbsolutePath()));
    }

    @Override
    public String toString() {
        return "S3 at " + url() + " for " + accessKey + " (***)";
    }
}
