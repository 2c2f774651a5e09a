package dev.ondes.playground.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** A context like those of real projects: nine files in ten are text, the tenth doesn't compress. The same each time. */
final class SampleContext {
    private static final String[] WORDS =
            ("class public static final return import package void string value name list of the and for while if else "
                            + "throws new private record interface assert true false null this 0 1 2 10 { } ( ) ; = + -")
                    .split(" ", -1);
    private static final int FILES_IN_A_FOLDER = 50;

    private SampleContext() {}

    /** Makes it in a folder that isn't there yet. */
    static Path make(Path folder, int files, int megabytes) throws IOException {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(42);
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("Dockerfile"), "FROM scratch\nCOPY . /\n");
        long each = megabytes * 1024L * 1024 / files;
        for (int i = 0; i < files; i++) {
            Path file = folder.resolve("part-" + i / FILES_IN_A_FOLDER).resolve("file-" + i);
            Files.createDirectories(file.getParent());
            try (OutputStream to = new BufferedOutputStream(Files.newOutputStream(file))) {
                if (i % 10 == 9) {
                    noise(to, each, random);
                } else {
                    text(to, each, random);
                }
            }
        }
        return folder;
    }

    private static void noise(OutputStream to, long size, RandomGenerator random) throws IOException {
        byte[] bytes = new byte[(int) size];
        random.nextBytes(bytes);
        to.write(bytes);
    }

    private static void text(OutputStream to, long size, RandomGenerator random) throws IOException {
        for (long written = 0; written < size; ) {
            byte[] word = WORDS[random.nextInt(WORDS.length)].getBytes(US_ASCII);
            to.write(word);
            to.write(random.nextInt(8) == 0 ? '\n' : ' ');
            written += word.length + 1L;
        }
    }
}
