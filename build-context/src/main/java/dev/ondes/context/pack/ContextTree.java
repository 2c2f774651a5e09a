package dev.ondes.context.pack;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ondes.context.check.Names;
import dev.ondes.context.ignore.IgnoreRules;
import dev.ondes.context.ignore.Verdict;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A folder as a context: all that its ignore file leaves, and always the Dockerfile and the ignore files, since builders look for
 * those by name and keep them from the image themselves. A tree may be walked again, by one thread at a time; it holds the names of
 * one folder for each level.
 */
public final class ContextTree {
    private static final int FILE_TYPE = 0170000;
    private static final int SOCKET = 0140000;
    private static final int FIFO = 0010000;

    private final Path root;
    private final String dockerfile;
    private final IgnoreRules rules;
    private final Set<String> always = new HashSet<>();
    private final Set<String> above = new HashSet<>();
    /** Ignored folders on the way, which become part of the context with the first thing in them that does. */
    private final Deque<String> pending = new ArrayDeque<>();

    private ContextTree(Path root, String dockerfile, IgnoreRules rules) {
        this.root = root;
        this.dockerfile = dockerfile;
        this.rules = rules;
    }

    /**
     * Reads the ignore file, and makes sure that the Dockerfile is there.
     *
     * @param dockerfile relative to the folder
     * @throws PackException when the folder can't be a context
     */
    public static ContextTree of(Path folder, String dockerfile) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new PackException(PackProblem.NO_FOLDER, folder.toString());
        }
        Path root = folder.toRealPath();
        Path file = Path.of(dockerfile).normalize();
        String path = file.toString();
        if (file.isAbsolute() || Names.problem(path) != null) {
            throw new PackException(PackProblem.DOCKERFILE_OUTSIDE, dockerfile);
        }
        if (!Files.exists(root.resolve(file))) {
            throw new PackException(PackProblem.DOCKERFILE_MISSING, path);
        }
        @Nullable String ignoreFile = IgnoreRules.fileFor(root, path).orElse(null);
        IgnoreRules rules = ignoreFile == null ? IgnoreRules.NONE : IgnoreRules.read(root.resolve(ignoreFile));
        var tree = new ContextTree(root, path, rules);
        for (String name : List.of(path, path + ".dockerignore", ".dockerignore")) {
            tree.alwaysTake(name);
        }
        return tree;
    }

    private void alwaysTake(String path) {
        always.add(path);
        for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
            above.add(path.substring(0, slash));
        }
    }

    /** The Dockerfile's path, in its shortest form. */
    public String dockerfile() {
        return dockerfile;
    }

    /**
     * Shows all of the context to the visitor, sorted by the bytes of paths that end in a slash for folders.
     *
     * @param except a file that is no part of it, wherever it may be: the archive
     * @throws PackException when something can't be a part of a context
     */
    public void walk(Path except, TreeVisitor visitor) throws IOException {
        pending.clear();
        walk(root, "", rules.root(), except.toAbsolutePath(), visitor);
    }

    private void walk(Path folder, String prefix, Verdict verdict, Path except, TreeVisitor visitor)
            throws IOException {
        for (byte[] name : sortedNames(folder, prefix)) {
            boolean isFolder = name[name.length - 1] == '/';
            String path = prefix + new String(name, 0, name.length - (isFolder ? 1 : 0), UTF_8);
            Path place = root.resolve(path);
            if (place.equals(except)) {
                continue;
            }
            Verdict now = rules.judge(verdict, path);
            if (isFolder) {
                walkFolder(place, path, now, except, visitor);
            } else if (!now.ignored() || always.contains(path)) {
                takePending(visitor);
                take(place, path, visitor);
            }
        }
    }

    private void walkFolder(Path place, String path, Verdict verdict, Path except, TreeVisitor visitor)
            throws IOException {
        if (verdict.ignored() && !above.contains(path) && !rules.mayKeepBelow(path)) {
            return;
        }
        pending.addLast(named(path));
        if (!verdict.ignored()) {
            takePending(visitor);
        }
        walk(place, path + "/", verdict, except, visitor);
        pending.pollLast();
    }

    private void takePending(TreeVisitor visitor) throws IOException {
        while (!pending.isEmpty()) {
            visitor.folder(pending.removeFirst());
        }
    }

    private void take(Path place, String path, TreeVisitor visitor) throws IOException {
        PosixFileAttributes attributes = attributes(place, path);
        named(path);
        if (path.equals(dockerfile) && !attributes.isRegularFile()) {
            Path real = place.toRealPath();
            if (!real.startsWith(root) || !Files.isRegularFile(real)) {
                throw new PackException(PackProblem.DOCKERFILE_NOT_A_FILE, path);
            }
            visitor.file(path, real, FileState.of(attributes(real, path)));
        } else if (attributes.isRegularFile()) {
            visitor.file(path, place, FileState.of(attributes));
        } else if (attributes.isSymbolicLink()) {
            String target = Files.readSymbolicLink(place).toString();
            if (Names.problemOfTarget(path, target) != null) {
                throw new PackException(PackProblem.LINK_LEAVES_CONTEXT, path + " -> " + target);
            }
            visitor.link(path, target);
        } else {
            throw new PackException(special(place), path);
        }
    }

    private static PackProblem special(Path place) throws IOException {
        int mode = (Integer) Files.getAttribute(place, "unix:mode", java.nio.file.LinkOption.NOFOLLOW_LINKS);
        return switch (mode & FILE_TYPE) {
            case SOCKET -> PackProblem.SOCKET;
            case FIFO -> PackProblem.FIFO;
            case 0040000 -> PackProblem.CHANGED;
            default -> PackProblem.DEVICE;
        };
    }

    /** As bytes alone: a folder may have hundred thousands of files. */
    private static List<byte[]> sortedNames(Path folder, String prefix) throws IOException {
        List<byte[]> names = new ArrayList<>();
        try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
            for (Path child : children) {
                String name = String.valueOf(child.getFileName());
                boolean isFolder = attributes(child, prefix + name).isDirectory();
                names.add((isFolder ? name + "/" : name).getBytes(UTF_8));
            }
        } catch (AccessDeniedException e) {
            throw new PackException(PackProblem.UNREADABLE, prefix.isEmpty() ? "." : prefix);
        } catch (NoSuchFileException e) {
            throw new PackException(PackProblem.CHANGED, prefix);
        }
        names.sort(Arrays::compareUnsigned);
        return names;
    }

    private static PosixFileAttributes attributes(Path file, String path) throws IOException {
        if (path.indexOf('\ufffd') >= 0) {
            throw new PackException(PackProblem.NAME_UNUSABLE, path);
        }
        try {
            return FileState.attributes(file);
        } catch (NoSuchFileException e) {
            throw new PackException(PackProblem.CHANGED, path);
        } catch (AccessDeniedException e) {
            throw new PackException(PackProblem.UNREADABLE, path);
        }
    }

    private static String named(String path) throws PackException {
        if (Names.problem(path) != null) {
            throw new PackException(PackProblem.NAME_UNUSABLE, path);
        }
        return path;
    }
}
