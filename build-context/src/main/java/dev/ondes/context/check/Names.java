package dev.ondes.context.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

/** Which names and targets of links an archive may have. Pure. */
public final class Names {
    private static final int LONGEST = 4096;
    private static final int LONGEST_PART = 255;

    private Names() {}

    /** What is wrong with a path relative to the context; null for nothing. */
    public static @Nullable Refusal problem(String path) {
        if (path.isEmpty()) {
            return Refusal.NAME_EMPTY;
        }
        if (path.startsWith("/")) {
            return Refusal.NAME_ABSOLUTE;
        }
        if (path.indexOf('\\') >= 0 || path.indexOf('\0') >= 0 || path.indexOf('\ufffd') >= 0) {
            return Refusal.NAME_UNUSABLE;
        }
        boolean odd = false;
        for (String part : path.split("/", -1)) {
            if (part.equals("..")) {
                return Refusal.NAME_LEAVES_CONTEXT;
            }
            if (part.getBytes(UTF_8).length > LONGEST_PART) {
                return Refusal.NAME_TOO_LONG;
            }
            odd |= part.isEmpty() || part.equals(".");
        }
        if (odd) {
            return Refusal.NAME_UNUSABLE;
        }
        return path.getBytes(UTF_8).length > LONGEST ? Refusal.NAME_TOO_LONG : null;
    }

    /**
     * What is wrong with the target of a symbolic link; null for nothing. A {@code ..} behind a name is refused even where it seems to
     * stay inside: the name may be another link, and then it doesn't.
     *
     * @param path of the link, which itself is good
     */
    public static @Nullable Refusal problemOfTarget(String path, String target) {
        if (target.isEmpty()) {
            return Refusal.LINK_EMPTY;
        }
        if (target.startsWith("/")) {
            return Refusal.LINK_ABSOLUTE;
        }
        if (target.indexOf('\\') >= 0 || target.indexOf('\0') >= 0 || target.indexOf('\ufffd') >= 0) {
            return Refusal.NAME_UNUSABLE;
        }
        if (target.getBytes(UTF_8).length > LONGEST) {
            return Refusal.NAME_TOO_LONG;
        }
        int up = (int) path.chars().filter(c -> c == '/').count();
        boolean named = false;
        for (String part : target.split("/", -1)) {
            if (part.equals("..")) {
                up--;
                if (named || up < 0) {
                    return Refusal.LINK_LEAVES_CONTEXT;
                }
            } else if (!part.isEmpty() && !part.equals(".")) {
                named = true;
            }
        }
        return null;
    }
}
