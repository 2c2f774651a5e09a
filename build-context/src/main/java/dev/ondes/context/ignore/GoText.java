package dev.ondes.context.ignore;

import java.util.ArrayDeque;
import java.util.Deque;

/** Two rules of the language that Docker is written in, on which the meaning of an ignore file hangs. */
final class GoText {
    private GoText() {}

    /** Without white space around, where white space is what Go takes for it: a no-break space counts, U+001F doesn't. */
    static String trim(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isSpace(text.charAt(from))) {
            from++;
        }
        while (to > from && isSpace(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    private static boolean isSpace(char c) {
        return (c >= '\t' && c <= '\r') || c == '\u0085' || Character.isSpaceChar(c);
    }

    /** The shortest path that says the same, by names alone: nothing doubled, no dot, no slash at the end; {@code .} for none. */
    static String clean(String path) {
        boolean rooted = path.startsWith("/");
        Deque<String> names = new ArrayDeque<>();
        for (String name : path.split("/", -1)) {
            switch (name) {
                case "", "." -> {}
                case ".." -> {
                    if (!names.isEmpty() && !names.getLast().equals("..")) {
                        names.removeLast();
                    } else if (!rooted) {
                        names.addLast(name);
                    }
                }
                default -> names.addLast(name);
            }
        }
        String joined = String.join("/", names);
        if (rooted) {
            return "/" + joined;
        }
        return joined.isEmpty() ? "." : joined;
    }
}
