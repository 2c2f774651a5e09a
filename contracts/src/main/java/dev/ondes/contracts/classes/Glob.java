package dev.ondes.contracts.classes;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A pattern for names of images, as gitlab-runner's {@code allowed_images} has them: {@code *} stands for anything without a
 * slash, {@code **} that is all there is between two slashes for anything, {@code ?} for one character that is no slash, <code>{a,b}</code> for one of several, {@code [a-z]}
 * for one of a range; a backslash takes the next character as it is.
 */
public record Glob(String pattern) {
    private static final String NO_SLASH = "[^/]";

    /** @throws IllegalArgumentException whose text continues "'PATTERN' …" */
    public Glob {
        compiled(pattern);
    }

    public boolean matches(String name) {
        return compiled(pattern).matcher(name).matches();
    }

    private static Pattern compiled(String pattern) {
        try {
            return Pattern.compile(regex(pattern));
        } catch (PatternSyntaxException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException(
                    "is no pattern for images: a bracket or a backslash in it has no end; write one such as registry.example.com/**",
                    e);
        }
    }

    private static String regex(String glob) {
        var regex = new StringBuilder();
        int alternatives = 0;
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            switch (c) {
                case '*' -> {
                    int end = i + (glob.startsWith("**", i) ? 2 : 1);
                    boolean whole = end == i + 2 && isBetweenSlashes(glob, i, end);
                    boolean folders = whole && glob.startsWith("/", end);
                    regex.append(folders ? "(?:.*/)?" : whole ? ".*" : NO_SLASH + "*");
                    i = folders ? end : end - 1;
                }
                case '?' -> regex.append(NO_SLASH);
                case '[' -> {
                    int end = glob.indexOf(']', i + 2);
                    regex.append(range(glob.substring(i + 1, end)));
                    i = end;
                }
                case '{' -> {
                    regex.append("(?:");
                    alternatives++;
                }
                case '}' -> {
                    regex.append(alternatives > 0 ? ")" : "\\}");
                    alternatives = Math.max(0, alternatives - 1);
                }
                case ',' -> regex.append(alternatives > 0 ? "|" : ",");
                case '\\' -> regex.append(Pattern.quote(String.valueOf(glob.charAt(++i))));
                default -> regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return regex.toString();
    }

    /** Or between what ends a pattern, or one of several. */
    private static boolean isBetweenSlashes(String glob, int begin, int end) {
        return (begin == 0 || "/{,".indexOf(glob.charAt(begin - 1)) >= 0)
                && (end == glob.length() || "/},".indexOf(glob.charAt(end)) >= 0);
    }

    /** One character of these, and never a slash. */
    private static String range(String characters) {
        boolean not = characters.startsWith("!") || characters.startsWith("^");
        String those = (not ? characters.substring(1) : characters).replaceAll("[\\[\\]\\\\&^]", "\\\\$0");
        return "(?!/)[" + (not ? "^" : "") + those + "]";
    }

    @Override
    public String toString() {
        return pattern;
    }
}
