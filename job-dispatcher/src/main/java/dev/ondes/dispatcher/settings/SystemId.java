package dev.ondes.dispatcher.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * This dispatcher's name at GitLab: {@code r_} and twelve characters, as gitlab-runner makes it. It must stay the same over
 * restarts, for GitLab limits how fast a runner may get new managers.
 */
public final class SystemId {
    private static final Pattern SHAPE = Pattern.compile("[rs]_[A-Za-z0-9]{12}");
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int LENGTH = 12;
    private static final String KEY = "ondes.dispatcher.system-id-file";

    private SystemId() {}

    /** Reads the file, or makes it with a new name. */
    public static String of(Path file, RandomGenerator random) {
        if (Files.exists(file)) {
            String known = SettingFiles.text(KEY, file).strip();
            if (!SHAPE.matcher(known).matches()) {
                throw new StartRefused(KEY + ": " + file
                        + " holds no system id (r_ and twelve letters or digits); delete it to get a new one");
            }
            return known;
        }
        String made = make(random);
        try {
            Path target = file.toAbsolutePath();
            Path folder = target.getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Path unfinished = target.resolveSibling(target.getFileName() + ".tmp");
            Files.writeString(unfinished, made + "\n");
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new StartRefused(KEY + ": can't write " + file + " (" + e.getMessage() + ")");
        }
        return made;
    }

    private static String make(RandomGenerator random) {
        var id = new StringBuilder("r_");
        for (int i = 0; i < LENGTH; i++) {
            id.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return id.toString();
    }
}
