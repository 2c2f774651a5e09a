package dev.ondes.agent.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.function.Consumer;

/** Packs files with their modes, times and symbolic links, whatever their size: memory grows neither with that nor with their number. */
public final class ZipWriter {
    private static final int RIGHTS = 07777;

    private ZipWriter() {}

    /**
     * Packs them.
     *
     * @param paths relative to {@code root}; directories end in a slash
     * @param warnings of files that have gone since they were found: something that the script left behind may still tidy up
     */
    public static void write(Path root, FileList paths, Path target, Consumer<String> warnings) throws IOException {
        try (var zip = new ZipOutput(target)) {
            paths.forEach(path -> add(zip, root, path, warnings));
            zip.finish();
        }
    }

    private static void add(ZipOutput zip, Path root, String path, Consumer<String> warnings) throws IOException {
        try {
            add(zip, root.resolve(path), path);
        } catch (NoSuchFileException e) {
            warnings.accept(gone(path));
        }
    }

    /** What is said of a file that has gone since it was found. */
    public static String gone(String path) {
        return path + " has gone meanwhile and is left out";
    }

    /** @throws NoSuchFileException before anything of it is in the archive */
    private static void add(ZipOutput zip, Path file, String path) throws IOException {
        int rights = (int) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS) & RIGHTS;
        FileTime modified = Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS);
        if (Files.isSymbolicLink(file)) {
            byte[] target = Files.readSymbolicLink(file).toString().getBytes(StandardCharsets.UTF_8);
            zip.add(path, ZipFormat.LINK | rights, modified, target);
        } else if (path.endsWith("/")) {
            zip.add(path, ZipFormat.DIRECTORY | rights, modified, new byte[0]);
        } else {
            try (InputStream in = Files.newInputStream(file)) {
                zip.add(path, ZipFormat.FILE | rights, modified, in, Files.size(file));
            }
        }
    }
}
