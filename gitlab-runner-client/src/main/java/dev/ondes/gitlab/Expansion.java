package dev.ondes.gitlab;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * GitLab's expansion of {@code $NAME} and {@code ${NAME}}: {@code $$} is a dollar sign, an unknown name and a shell's special
 * name ({@code $1}, {@code $@}, …) are empty, a dollar sign before anything else stays. {@code %NAME%} is left to GitLab,
 * which has replaced it before. Values that were put in are expanded as well, but none inside itself. A few short values can name
 * each other so that no memory holds what they stand for: each expansion has its limits.
 */
final class Expansion {
    static final int LONGEST = 1 << 20;

    private static final int DEEPEST = 64;
    private static final int MOST_REFERENCES = 100_000;
    private static final String SPECIAL = "*#@!?-0123456789";

    private final Function<String, @Nullable Source> sources;
    private final Set<String> open = new HashSet<>();
    private int references;

    /**
     * A variable as seen by an expansion.
     *
     * @param literal whether the value must not be expanded
     */
    record Source(String value, boolean literal) {}

    Expansion(Function<String, @Nullable Source> sources) {
        this.sources = sources;
    }

    /** Null where the text becomes longer than {@link #LONGEST}, or is too much work. */
    @Nullable
    String expand(String text) {
        try {
            return expanded(text);
        } catch (TooMuchException e) {
            return null;
        }
    }

    private String expanded(String text) throws TooMuchException {
        if (text.indexOf('$') < 0) {
            return text;
        }
        var expanded = new StringBuilder(text.length() + 32);
        int at = 0;
        while (at < text.length()) {
            int dollar = text.indexOf('$', at);
            if (dollar < 0 || dollar == text.length() - 1) {
                return expanded.append(text, at, text.length()).toString();
            }
            expanded.append(text, at, dollar);
            at = reference(text, dollar + 1, expanded);
            if (expanded.length() > LONGEST) {
                throw new TooMuchException();
            }
        }
        return expanded.toString();
    }

    /** Appends what the reference after a dollar sign stands for; returns where the text goes on. */
    private int reference(String text, int from, StringBuilder expanded) throws TooMuchException {
        char first = text.charAt(from);
        if (first == '$') {
            expanded.append('$');
            return from + 1;
        }
        if (first == '{') {
            int close = text.indexOf('}', from);
            if (close < 0) {
                // As gitlab-runner: a brace that is never closed vanishes.
                return from + 1;
            }
            expanded.append(value(text.substring(from + 1, close)));
            return close + 1;
        }
        if (SPECIAL.indexOf(first) >= 0) {
            return from + 1;
        }
        int end = from;
        while (end < text.length() && isNamePart(text.charAt(end))) {
            end++;
        }
        if (end == from) {
            expanded.append('$');
            return from;
        }
        expanded.append(value(text.substring(from, end)));
        return end;
    }

    private String value(String name) throws TooMuchException {
        if (++references > MOST_REFERENCES || open.size() >= DEEPEST) {
            throw new TooMuchException();
        }
        Source source = sources.apply(name);
        if (source == null || !open.add(name)) {
            return "";
        }
        try {
            return source.literal() ? source.value() : expanded(source.value());
        } finally {
            open.remove(name);
        }
    }

    private static boolean isNamePart(char c) {
        return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    private static final class TooMuchException extends Exception {
        private static final long serialVersionUID = 1L;

        TooMuchException() {
            super("too much to expand", null, false, false);
        }
    }
}
