package dev.ondes.cli.build;

import dev.ondes.contracts.build.BuiltImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What later jobs of a pipeline need to know, as GitLab reads it from a dotenv report. */
final class Dotenv {
    private Dotenv() {}

    /** Of the first destination: digest, name with digest, and name as it was asked for. */
    static String of(BuiltImage image) {
        return "IMAGE_DIGEST=" + image.digest() + "\nIMAGE=" + repository(image.name()) + "@" + image.digest()
                + "\nIMAGE_TAG=" + image.name() + "\n";
    }

    static void write(Path file, BuiltImage image) throws IOException {
        Files.writeString(file, of(image));
    }

    /** Without the tag; a colon before the last slash belongs to the port. */
    static String repository(String name) {
        int colon = name.lastIndexOf(':');
        return colon > name.lastIndexOf('/') ? name.substring(0, colon) : name;
    }
}
