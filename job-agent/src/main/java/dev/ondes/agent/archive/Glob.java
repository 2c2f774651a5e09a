package dev.ondes.agent.archive;

/**
 * A pattern for paths relative to the project's directory: {@code *}, {@code ?} and {@code [a-z]} within a name, {@code **}
 * for any number of directories, {@code {a,b}} for alternatives, a backslash before what is to be taken as it is. Immutable.
 */
final class Glob {
    private final String pattern;

    Glob(String pattern) {
        this.pattern = pattern;
    }

    /** Whether the text has anything that is not taken as it is. */
    static boolean isPattern(String text) {
        for (int i = 0; i < text.length(); i++) {
            if ("*?[{\\".indexOf(text.charAt(i)) >= 0) {
                return true;
            }
        }
        return false;
    }

    boolean matches(String path) {
        return matches(pattern, 0, path, 0);
    }

    private static boolean matches(String pattern, int p, String path, int at) {
        while (p < pattern.length()) {
            char c = pattern.charAt(p);
            if (c == '*') {
                boolean directories = pattern.startsWith("**", p) && isWholeName(pattern, p);
                return directories
                        ? matchesDirectories(pattern, p + 2, path, at)
                        : matchesStar(pattern, p + 1, path, at);
            }
            if (c == '{') {
                int close = closing(pattern, p);
                if (close > 0) {
                    return matchesOne(pattern, p, close, path, at);
                }
            }
            if (at >= path.length()) {
                return false;
            }
            char found = path.charAt(at);
            if (c == '?') {
                if (found == '/') {
                    return false;
                }
                p++;
            } else if (c == '[') {
                int close = pattern.indexOf(']', p + 2);
                if (close < 0 || found == '/' || !inClass(pattern.substring(p + 1, close), found)) {
                    return false;
                }
                p = close + 1;
            } else {
                if (c == '\\' && p + 1 < pattern.length()) {
                    p++;
                }
                if (pattern.charAt(p) != found) {
                    return false;
                }
                p++;
            }
            at++;
        }
        return at == path.length();
    }

    /** Whether the two stars at {@code p} are all of a directory's name. */
    private static boolean isWholeName(String pattern, int p) {
        boolean begins = p == 0 || pattern.charAt(p - 1) == '/';
        boolean ends = p + 2 == pattern.length() || pattern.charAt(p + 2) == '/';
        return begins && ends;
    }

    /** After {@code **}: it stands for none, one or more whole names. */
    private static boolean matchesDirectories(String pattern, int p, String path, int at) {
        if (p == pattern.length()) {
            return true;
        }
        int rest = p + 1;
        int from = at;
        while (from <= path.length()) {
            if (matches(pattern, rest, path, from)) {
                return true;
            }
            int slash = path.indexOf('/', from);
            if (slash < 0) {
                return false;
            }
            from = slash + 1;
        }
        return false;
    }

    private static boolean matchesStar(String pattern, int p, String path, int at) {
        for (int end = at; ; end++) {
            if (matches(pattern, p, path, end)) {
                return true;
            }
            if (end >= path.length() || path.charAt(end) == '/') {
                return false;
            }
        }
    }

    private static boolean matchesOne(String pattern, int open, int close, String path, int at) {
        String rest = pattern.substring(close + 1);
        int depth = 0;
        int from = open + 1;
        for (int i = open + 1; i <= close; i++) {
            char c = pattern.charAt(i);
            if (depth == 0 && (c == ',' || i == close)) {
                if (matches(pattern.substring(from, i) + rest, 0, path.substring(at), 0)) {
                    return true;
                }
                from = i + 1;
            } else if (c == '{') {
                depth++;
            } else if (c == '}') {
                depth--;
            }
        }
        return false;
    }

    private static int closing(String pattern, int open) {
        int depth = 0;
        for (int i = open; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '{') {
                depth++;
            } else if (c == '}' && --depth == 0) {
                return i;
            }
        }
        return -1;
    }

    private static boolean inClass(String characters, char found) {
        boolean not = characters.startsWith("^") || characters.startsWith("!");
        boolean in = false;
        for (int i = not ? 1 : 0; i < characters.length(); i++) {
            if (i + 2 < characters.length() && characters.charAt(i + 1) == '-') {
                in |= characters.charAt(i) <= found && found <= characters.charAt(i + 2);
                i += 2;
            } else {
                in |= characters.charAt(i) == found;
            }
        }
        return in != not;
    }
}
