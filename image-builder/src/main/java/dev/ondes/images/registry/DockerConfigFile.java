package dev.ondes.images.registry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A mounted docker config, read anew for each question: Kubernetes exchanges the file when its Secret changes. Thread-safe. */
public record DockerConfigFile(Path file) implements CredentialSource {
    @Override
    public Credentials find(Repository repository) {
        try {
            return DockerConfig.read(Files.readAllBytes(file)).find(repository);
        } catch (IOException e) {
            throw new UncheckedIOException("ondes.registry.docker-config-file can't be read: " + file, e);
        }
    }
}
