package dev.ondes.agent.archive;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the files of an artifact or a cache: paths below the project's directory, directories with all that is in them, by path or
 * pattern, without what is excluded. Symbolic links are taken as links. What it finds goes to a {@link FileList}, each path
 * once; memory doesn't grow with it.
 */
public final class FileSelection {
    private final Path project;
    private final List<Glob> excluded;
    private final Consumer<String> warnings;
    private final FileList files;
    private final List<Wanted> before = new ArrayList<>();

    /** @param files gets paths relative to the project; those of directories end in a slash */
    public FileSelection(Path project, Collection<String> excludes, Consumer<String> warnings, FileList files) {
        this.project = project;
        this.excluded = excludes.stream()
                .filter(exclude -> named(exclude) != null)
                .map(exclude -> new Glob(normal(exclude)))
                .toList();
        this.warnings = warnings;
        this.files = files;
    }

    /**
     * Adds what a path or pattern stands for.
     *
     * @return how many files and directories that were, without those that were there before
     */
    public int add(String wanted) throws IOException {
        if (named(wanted) == null) {
            warnings.accept(wanted + ": no file can have such a name");
            return 0;
        }
        String path = normal(wanted);
        if (path.startsWith("../") || path.equals("..") || path.startsWith("/")) {
            warnings.accept(wanted + " is not supported: outside build directory");
            return 0;
        }
        int sizeBefore = files.size();
        Wanted its = Wanted.of(path);
        if (Files.exists(its.root(project), LinkOption.NOFOLLOW_LINKS)) {
            addAll(its);
        }
        before.add(its);
        int count = files.size() - sizeBefore;
        if (count == 0) {
            warnings.accept(
                    wanted + ": no matching files. Ensure that the artifact path is relative to the working directory ("
                            + project + ")");
        }
        return count;
    }

    /** Adds one file by its path, if it isn't excluded and isn't there. */
    public void addFile(String path) throws IOException {
        if (isNew(path)) {
            files.add(path);
        }
    }

    private void addAll(Wanted wanted) throws IOException {
        Files.walkFileTree(start(wanted), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                String path = relative(directory);
                if (!path.isEmpty() && wanted.covers(path) && isNew(path) && isWhole(path, directory)) {
                    files.add(path + "/");
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                String path = relative(file);
                boolean kept = attributes.isRegularFile() || attributes.isSymbolicLink();
                if (kept && wanted.covers(path) && isWhole(path, file)) {
                    addFile(path);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException problem) {
                warnings.accept(relative(file) + " can't be read and is left out");
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Behind a link to a folder of the project, where a pattern goes on there; else a link is a link. */
    private Path start(Wanted wanted) throws IOException {
        Path root = wanted.root(project);
        boolean behind = wanted.glob() != null
                && Files.isSymbolicLink(root)
                && Files.isDirectory(root)
                && root.toRealPath().startsWith(project.toRealPath());
        return behind ? root.resolve(".") : root;
    }

    private String relative(Path file) {
        return project.relativize(file.normalize()).toString();
    }

    /** Whether this text names the file: not where the name's bytes are no UTF-8, as archives have it. */
    private boolean isWhole(String path, Path file) {
        if (path.indexOf('\uFFFD') < 0 || project.resolve(path).equals(file.normalize())) {
            return true;
        }
        warnings.accept(path + " has a name that is not UTF-8, and is left out");
        return false;
    }

    /** Null where no file can have such a name. */
    private static @Nullable Path named(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            return null;
        }
    }

    private boolean isNew(String path) {
        return before.stream().noneMatch(wanted -> wanted.covers(path))
                && excluded.stream().noneMatch(glob -> glob.matches(path));
    }

    /** Without the project's directory in front, dots, and slashes at the end. */
    private String normal(String path) {
        String text = path.strip();
        while (text.endsWith("/") && text.length() > 1) {
            text = text.substring(0, text.length() - 1);
        }
        if (text.equals(project.toString())) {
            return "";
        }
        if (text.startsWith(project + "/")) {
            text = text.substring(project.toString().length() + 1);
        }
        while (text.startsWith("./")) {
            text = text.substring(2);
        }
        return Glob.isPattern(text) || text.isEmpty()
                ? text
                : Path.of(text).normalize().toString();
    }
}
