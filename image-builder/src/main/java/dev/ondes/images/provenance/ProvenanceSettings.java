package dev.ondes.images.provenance;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** The settings under {@code ondes.provenance}. An unknown key stops the start. */
@ConfigMapping(prefix = "ondes.provenance")
public interface ProvenanceSettings {
    /** Whether a statement is attached to each image. */
    @WithDefault("true")
    boolean enabled();

    /** Which installation vouches: a URI that verifiers know, such as {@code https://ci.example/image-builder}. */
    @WithDefault("https://ondes.dev/image-builder")
    URI builderId();

    /** Statements are signed with it; without it, whoever may push to the repository could have written them. */
    Optional<Path> signingKeyFile();
}
