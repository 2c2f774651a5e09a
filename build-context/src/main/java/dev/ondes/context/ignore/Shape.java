package dev.ondes.context.ignore;

import java.util.regex.Pattern;

/** What a pattern comes down to. All but {@link Wild} are compared without a regular expression. */
sealed interface Shape {
    boolean matches(String path);

    /** With what each path that matches begins. */
    String start();

    /** Nothing but letters. */
    record Exact(String path) implements Shape {
        @Override
        public boolean matches(String candidate) {
            return candidate.equals(path);
        }

        @Override
        public String start() {
            return path;
        }
    }

    /** Letters, then {@code **}. */
    record Prefix(String start) implements Shape {
        @Override
        public boolean matches(String candidate) {
            return candidate.startsWith(start);
        }
    }

    /** {@code **}, then letters; a slash that leads them may be missing from the path's beginning. */
    record Suffix(String end) implements Shape {
        @Override
        public boolean matches(String candidate) {
            return candidate.endsWith(end)
                    || (end.startsWith("/") && end.substring(1).equals(candidate));
        }

        @Override
        public String start() {
            return "";
        }
    }

    /** Anything else. */
    record Wild(String start, Pattern expression) implements Shape {
        @Override
        public boolean matches(String candidate) {
            return candidate.startsWith(start) && expression.matcher(candidate).matches();
        }
    }
}
