package dev.ondes.context.ignore;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * The rules of an ignore file, as Docker reads them: patterns in their order, the last that matches decides, and a pattern that
 * matches a directory matches all below it, from where an exception brings single files back. Paths are relative to the context,
 * with slashes. Immutable, for any number of threads.
 */
public final class IgnoreRules {
    public static final IgnoreRules NONE = new IgnoreRules(List.of());
    private static final String FILE_NAME = ".dockerignore";
    /** Docker gives up on longer ones. */
    private static final int LONGEST_LINE = 64 * 1024;

    private final List<IgnorePattern> patterns;

    private IgnoreRules(List<IgnorePattern> patterns) {
        this.patterns = List.copyOf(patterns);
    }

    /**
     * The path of the ignore file that counts for a Dockerfile, relative to the context: the one beside it that bears its name
     * beats the context's own. They are never taken together.
     */
    public static Optional<String> fileFor(Path context, String dockerfile) {
        for (String candidate : List.of(dockerfile + FILE_NAME, FILE_NAME)) {
            if (Files.isRegularFile(context.resolve(candidate))) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    /**
     * Reads a file.
     *
     * @throws IgnoreFileException when a line has no meaning
     */
    public static IgnoreRules read(Path file) throws IOException {
        return parse(new String(Files.readAllBytes(file), UTF_8));
    }

    /**
     * Reads the text of a file.
     *
     * @throws IgnoreFileException when a line has no meaning
     */
    public static IgnoreRules parse(String text) throws IgnoreFileException {
        List<IgnorePattern> patterns = new ArrayList<>();
        String withoutMark = text.startsWith("\ufeff") ? text.substring(1) : text;
        int number = 0;
        for (String line : withoutMark.split("\n", -1)) {
            number++;
            if (line.length() >= LONGEST_LINE) {
                throw new IgnoreFileException(number, line.substring(0, 40) + "...", "is longer than 64 KiB");
            }
            if (!line.startsWith("#") && !GoText.trim(line).isEmpty()) {
                try {
                    patterns.add(IgnorePattern.read(line));
                } catch (IllegalArgumentException e) {
                    throw new IgnoreFileException(number, GoText.trim(line), String.valueOf(e.getMessage()));
                }
            }
        }
        return new IgnoreRules(patterns);
    }

    /** Judges one path by itself. Whoever walks a tree is quicker with {@link #judge}. */
    public boolean ignores(String path) {
        Verdict verdict = root();
        for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
            verdict = judge(verdict, path.substring(0, slash));
        }
        return judge(verdict, path).ignored();
    }

    /** Of the context itself, which nothing can ignore. */
    public Verdict root() {
        return new Verdict(new BitSet(), false);
    }

    /**
     * Judges a path of which the directory has been judged.
     *
     * @param parent of the directory in which the path is
     */
    public Verdict judge(Verdict parent, String path) {
        BitSet matched = new BitSet(patterns.size());
        boolean ignored = false;
        for (int i = 0; i < patterns.size(); i++) {
            IgnorePattern pattern = patterns.get(i);
            if (parent.matched().get(i) || pattern.matches(path)) {
                matched.set(i);
                ignored = !pattern.exception();
            }
        }
        return new Verdict(matched, ignored);
    }

    /** Whether an exception may bring back something below an ignored directory; true in doubt. */
    public boolean mayKeepBelow(String directory) {
        return patterns.stream().anyMatch(pattern -> pattern.exception() && pattern.mayMatchBelow(directory));
    }
}
