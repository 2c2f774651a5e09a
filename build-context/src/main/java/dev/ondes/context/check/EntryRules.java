package dev.ondes.context.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ondes.context.check.SeenPaths.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Decides entry by entry what may be in a context, knowing all that came before. Not for more than one thread. */
final class EntryRules {
    private final ContextLimits limits;
    private final String dockerfile;
    private final SeenPaths seen = new SeenPaths();
    private int entries;
    private boolean dockerfileSeen;

    EntryRules(ContextLimits limits, String dockerfile) {
        this.limits = limits;
        this.dockerfile = dockerfile;
    }

    int entries() {
        return entries;
    }

    /** The entry, if nothing speaks against it; null for the context's own folder, which needs no entry. */
    @Nullable
    ContextEntry judge(TarHeader header) throws RefusedContextException {
        String name = text(header.name());
        boolean folder = header.type() == '5';
        if (folder && (name.equals("./") || name.equals("."))) {
            return null;
        }
        String path = path(name, folder);
        if (++entries > limits.entries()) {
            throw new RefusedContextException(Refusal.TOO_MANY_ENTRIES, path);
        }
        ContextEntry entry = entry(header, path);
        place(entry);
        if (path.equals(dockerfile)) {
            dockerfile(entry);
        }
        return entry;
    }

    void end() throws RefusedContextException {
        if (!dockerfileSeen) {
            throw new RefusedContextException(Refusal.DOCKERFILE_MISSING, dockerfile);
        }
    }

    private String path(String name, boolean folder) throws RefusedContextException {
        String path = name.startsWith("./") ? name.substring(2) : name;
        if (folder && path.endsWith("/")) {
            path = path.substring(0, path.length() - 1);
        }
        Refusal problem = Names.problem(path);
        if (problem != null) {
            throw new RefusedContextException(problem, name);
        }
        if (path.chars().filter(c -> c == '/').count() >= limits.depth()) {
            throw new RefusedContextException(Refusal.TOO_DEEP, path);
        }
        return path;
    }

    private ContextEntry entry(TarHeader header, String path) throws RefusedContextException {
        if (header.size() > 0 && "125".indexOf(header.type()) >= 0) {
            throw new RefusedContextException(Refusal.HEADER_BROKEN, path);
        }
        Instant changed = Instant.ofEpochSecond(header.changed());
        return switch (header.type()) {
            case '0' -> {
                if (header.size() > limits.fileBytes()) {
                    throw new RefusedContextException(Refusal.FILE_TOO_LARGE, path);
                }
                yield new ContextEntry.File(path, header.mode(), changed, header.size());
            }
            case '1' -> hardLink(path, text(header.link()));
            case '2' -> link(path, text(header.link()));
            case '5' -> new ContextEntry.Folder(path, header.mode(), changed);
            case '3', '4' -> throw new RefusedContextException(Refusal.DEVICE, path);
            case '6' -> throw new RefusedContextException(Refusal.FIFO, path);
            case 'S' -> throw new RefusedContextException(Refusal.SPARSE, path);
            default -> throw new RefusedContextException(Refusal.TYPE_UNKNOWN, path);
        };
    }

    private static ContextEntry link(String path, String target) throws RefusedContextException {
        Refusal problem = Names.problemOfTarget(path, target);
        if (problem != null) {
            throw new RefusedContextException(problem, path);
        }
        return new ContextEntry.Link(path, target);
    }

    private ContextEntry hardLink(String path, String target) throws RefusedContextException {
        String file = target.startsWith("./") ? target.substring(2) : target;
        if (seen.get(file) != Kind.FILE) {
            throw new RefusedContextException(Refusal.HARD_LINK_WITHOUT_FILE, path);
        }
        return new ContextEntry.HardLink(path, file);
    }

    /** Each folder on the way may be one and nothing else; the place itself must be free. */
    private void place(ContextEntry entry) throws RefusedContextException {
        String path = entry.path();
        for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
            String parent = path.substring(0, slash);
            switch (seen.get(parent)) {
                case FILE -> throw new RefusedContextException(Refusal.FILE_AS_FOLDER, path);
                case LINK -> throw new RefusedContextException(Refusal.BELOW_LINK, path);
                case FOLDER, IMPLIED_FOLDER -> {}
                case null -> seen.put(parent, Kind.IMPLIED_FOLDER);
            }
        }
        Kind kind =
                switch (entry) {
                    case ContextEntry.Folder folder -> Kind.FOLDER;
                    case ContextEntry.File file -> Kind.FILE;
                    case ContextEntry.HardLink hardLink -> Kind.FILE;
                    case ContextEntry.Link link -> Kind.LINK;
                };
        Kind before = seen.get(path);
        if (before == Kind.IMPLIED_FOLDER && kind != Kind.FOLDER) {
            throw new RefusedContextException(Refusal.FILE_AS_FOLDER, path);
        }
        if (before != null && before != Kind.IMPLIED_FOLDER) {
            throw new RefusedContextException(Refusal.DUPLICATE, path);
        }
        seen.put(path, kind);
    }

    private void dockerfile(ContextEntry entry) throws RefusedContextException {
        switch (entry) {
            case ContextEntry.File file
            when file.size() == 0 -> throw new RefusedContextException(Refusal.DOCKERFILE_EMPTY, dockerfile);
            case ContextEntry.File file
            when file.size() > limits.dockerfileBytes() ->
                throw new RefusedContextException(Refusal.DOCKERFILE_TOO_LARGE, dockerfile);
            // Which of two names tar takes for the file itself is left to chance.
            case ContextEntry.File file -> {}
            case ContextEntry.HardLink hardLink -> {}
            case ContextEntry.Folder folder ->
                throw new RefusedContextException(Refusal.DOCKERFILE_NOT_A_FILE, dockerfile);
            case ContextEntry.Link link -> throw new RefusedContextException(Refusal.DOCKERFILE_NOT_A_FILE, dockerfile);
        }
        dockerfileSeen = true;
    }

    private static String text(byte[] bytes) throws RefusedContextException {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new RefusedContextException(Refusal.NAME_UNUSABLE, new String(bytes, UTF_8));
        }
    }
}
