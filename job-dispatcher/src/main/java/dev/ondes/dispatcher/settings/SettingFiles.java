package dev.ondes.dispatcher.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads the files that settings name. */
public final class SettingFiles {
    private SettingFiles() {}

    /**
     * Reads a file.
     *
     * @throws StartRefused naming the key when the file can't be read
     */
    public static String text(String key, Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new StartRefused(key + ": there is no file " + file);
        } catch (IOException e) {
            throw new StartRefused(key + ": can't read " + file + " (" + e.getMessage() + ")");
        }
    }

    /** A secret on one line; blanks around it don't count. Empty where the key isn't set. */
    public static Optional<String> secret(String key, Optional<Path> file) {
        return file.map(path -> {
            String secret = text(key, path).strip();
            if (secret.isEmpty()) {
                throw new StartRefused(key + ": the file " + path + " is empty; write the secret into it");
            }
            return secret;
        });
    }
}
