package dev.ondes.context.ignore;

import java.util.List;

/**
 * The rule once more, in the plainest words, for cleaned patterns of letters, {@code * ? **} and slashes: no expression, no shape, no
 * verdict of a parent. What may stand for what is tried out, position by position.
 */
final class IgnoreOracle {
    private IgnoreOracle() {}

    static boolean ignores(List<String> lines, String path) {
        boolean ignored = false;
        for (String line : lines) {
            boolean exception = line.startsWith("!");
            if (matchesItOrAParent(exception ? line.substring(1) : line, path)) {
                ignored = !exception;
            }
        }
        return ignored;
    }

    private static boolean matchesItOrAParent(String pattern, String path) {
        for (int end = 1; end <= path.length(); end++) {
            boolean whole = end == path.length() || path.charAt(end) == '/';
            if (whole && matches(pattern, path.substring(0, end))) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(String pattern, String path) {
        boolean lettersAfterStars =
                pattern.startsWith("**") && pattern.substring(2).chars().noneMatch(c -> c == '*' || c == '?');
        if (lettersAfterStars && path.endsWith(pattern.substring(2))) {
            return true;
        }
        return stands(pattern, path);
    }

    private static boolean stands(String pattern, String path) {
        if (pattern.isEmpty()) {
            return path.isEmpty();
        }
        if (pattern.startsWith("**")) {
            String rest = pattern.substring(pattern.startsWith("**/") ? 3 : 2);
            if (rest.isEmpty() || stands(rest, path)) {
                return true;
            }
            for (int i = 0; i < path.length(); i++) {
                if (path.charAt(i) == '/' && stands(rest, path.substring(i + 1))) {
                    return true;
                }
            }
            return false;
        }
        char first = pattern.charAt(0);
        if (first == '*' && stands(pattern.substring(1), path)) {
            return true;
        }
        if (path.isEmpty() || (first == '*' || first == '?') && path.charAt(0) == '/') {
            return false;
        }
        return switch (first) {
            case '*' -> stands(pattern, path.substring(1));
            case '?' -> stands(pattern.substring(1), path.substring(1));
            default -> path.charAt(0) == first && stands(pattern.substring(1), path.substring(1));
        };
    }
}
