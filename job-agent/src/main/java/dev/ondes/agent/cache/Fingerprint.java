package dev.ondes.agent.cache;

import dev.ondes.agent.archive.FileList;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What files look like from outside: names, sizes, modes, and when the kernel last saw a change of each. Two that are alike were
 * made of files that nobody touched in between; files are not read for it.
 */
record Fingerprint(String value) {

    static Fingerprint of(Path project, FileList files) throws IOException {
        MessageDigest digest = sha256();
        files.forEach(path -> digest.update(look(project.resolve(path), path).getBytes(StandardCharsets.UTF_8)));
        return new Fingerprint(HexFormat.of().formatHex(digest.digest()));
    }

    private static String look(Path file, String path) throws IOException {
        try {
            var seen = Files.readAttributes(file, "unix:mode,size,ctime", LinkOption.NOFOLLOW_LINKS);
            // A directory changes with what is in it, which counts by itself.
            Object rest = path.endsWith("/") ? "" : "\0" + seen.get("size") + "\0" + seen.get("ctime");
            return path + "\0" + seen.get("mode") + rest + "\n";
        } catch (NoSuchFileException e) {
            return path + "\0gone\n";
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
