package dev.ondes.agent.artifacts;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The files of an artifact: paths below the project's directory, directories with all that is in them, by path or pattern,
 * without what is excluded. Symbolic links are taken as links.
 */
final class FileSelection {
    private final Path project;
    private final List<Glob> excluded;
    private final Consumer<String> warnings;
    private final SortedSet<String> files = new TreeSet<>();

    FileSelection(Path project, Collection<String> excludes, Consumer<String> warnings) {
        this.project = project;
        this.excluded =
                excludes.stream().map(exclude -> new Glob(normal(exclude))).toList();
        this.warnings = warnings;
    }

    /**
     * Adds what a path or pattern stands for.
     *
     * @return how many files and directories that were
     */
    int add(String wanted) throws IOException {
        String path = normal(wanted);
        if (path.startsWith("../") || path.equals("..") || path.startsWith("/")) {
            warnings.accept(wanted + " is not supported: outside build directory");
            return 0;
        }
        int before = files.size();
        if (!Glob.isPattern(path)) {
            Path file = project.resolve(path);
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                addAll(file, null);
            }
        } else {
            Path root = project.resolve(fixedPart(path));
            if (Files.isDirectory(root)) {
                addAll(root, new Glob(path));
            }
        }
        if (files.size() == before) {
            warnings.accept(
                    wanted + ": no matching files. Ensure that the artifact path is relative to the working directory ("
                            + project + ")");
        }
        return files.size() - before;
    }

    /** Adds one file by its path, if it isn't excluded. */
    void addFile(String path) {
        if (!isExcluded(path)) {
            files.add(path);
        }
    }

    /** Paths relative to the project, sorted; directories end in a slash. */
    SortedSet<String> files() {
        return files;
    }

    /** @param glob null for all; else what matches, and all below a directory that matches */
    private void addAll(Path from, @Nullable Glob glob) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            private @Nullable Path wholly;

            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                String path = relative(directory);
                if (wholly == null && glob != null && glob.matches(path)) {
                    wholly = directory;
                }
                if (!path.isEmpty() && (glob == null || wholly != null) && !isExcluded(path)) {
                    files.add(path + "/");
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String path = relative(file);
                boolean taken = glob == null || wholly != null || glob.matches(path);
                if (taken && (attributes.isRegularFile() || attributes.isSymbolicLink())) {
                    addFile(path);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException problem) {
                warnings.accept(relative(file) + " can't be read and is left out");
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException problem) {
                if (directory.equals(wholly)) {
                    wholly = null;
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private String relative(Path file) {
        return project.relativize(file).toString();
    }

    private boolean isExcluded(String path) {
        return excluded.stream().anyMatch(glob -> glob.matches(path));
    }

    /** The directories before the first sign of a pattern. */
    private static String fixedPart(String pattern) {
        int end = 0;
        for (int slash = pattern.indexOf('/'); slash > 0; slash = pattern.indexOf('/', slash + 1)) {
            if (Glob.isPattern(pattern.substring(0, slash))) {
                break;
            }
            end = slash;
        }
        return pattern.substring(0, end);
    }

    /** Without the project's directory in front, dots, and slashes at the end. */
    private String normal(String path) {
        String text = path.strip();
        String absolute = project + "/";
        if (text.startsWith(absolute)) {
            text = text.substring(absolute.length());
        }
        while (text.startsWith("./")) {
            text = text.substring(2);
        }
        while (text.endsWith("/") && text.length() > 1) {
            text = text.substring(0, text.length() - 1);
        }
        return Glob.isPattern(text) || text.isEmpty()
                ? text
                : Path.of(text).normalize().toString();
    }
}
