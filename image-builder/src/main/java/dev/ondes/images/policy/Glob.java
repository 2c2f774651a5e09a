package dev.ondes.images.policy;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Patterns over paths, segment by segment: {@code *} stands for any characters within one segment, a segment {@code **} for any
 * number of segments, none included.
 */
final class Glob {
    private Glob() {}

    static boolean path(String pattern, String path) {
        return path(List.of(pattern.split("/", -1)), List.of(path.split("/", -1)));
    }

    static boolean path(List<String> pattern, List<String> path) {
        if (pattern.isEmpty()) {
            return path.isEmpty();
        }
        List<String> rest = pattern.subList(1, pattern.size());
        if (pattern.getFirst().equals("**")) {
            for (int skipped = 0; skipped <= path.size(); skipped++) {
                if (path(rest, path.subList(skipped, path.size()))) {
                    return true;
                }
            }
            return false;
        }
        return !path.isEmpty()
                && segment(pattern.getFirst(), path.getFirst())
                && path(rest, path.subList(1, path.size()));
    }

    static boolean segment(String pattern, String text) {
        StringBuilder regex = new StringBuilder();
        for (String literal : pattern.split("\\*", -1)) {
            regex.append(regex.isEmpty() ? "" : ".*").append(Pattern.quote(literal));
        }
        return Pattern.matches(regex.toString(), text);
    }
}
