package dev.ondes.context.ignore;

import java.util.regex.Pattern;

/**
 * Reads one cleaned pattern, without its {@code !}, letter by letter. The rules are Docker's own, oddities included: a leading
 * {@code **} before letters alone may stand for half a name, before any other sign only for whole directories; a class may match a
 * slash when it says what it does not hold.
 */
final class PatternReader {
    private final String pattern;
    private final StringBuilder expression = new StringBuilder();
    private int at;
    /** Where the first sign with a meaning stands; -1 for none. */
    private int firstSign = -1;

    private boolean wild;

    private PatternReader(String pattern) {
        this.pattern = pattern;
    }

    /** @throws IllegalArgumentException with what is wrong, for people */
    static Shape read(String pattern) {
        return new PatternReader(pattern).shape();
    }

    private Shape shape() {
        boolean beginsWithStars = pattern.startsWith("**");
        boolean endsWithStars = false;
        while (at < pattern.length()) {
            char c = pattern.charAt(at);
            if (c == '*' && pattern.startsWith("**", at)) {
                int begin = sign();
                at += pattern.startsWith("/", at + 2) ? 3 : 2;
                if (at < pattern.length()) {
                    expression.append("(?:.*/)?");
                    wild |= begin > 0;
                } else {
                    expression.append(".*");
                    endsWithStars = begin > 0;
                    wild |= beginsWithStars && begin > 0;
                }
            } else {
                one(c);
            }
        }
        if (wild) {
            String start = pattern.substring(0, Math.max(0, firstSign));
            return new Shape.Wild(start, Pattern.compile(expression.toString(), Pattern.DOTALL));
        }
        if (beginsWithStars) {
            return new Shape.Suffix(pattern.substring(2));
        }
        return endsWithStars ? new Shape.Prefix(pattern.substring(0, firstSign)) : new Shape.Exact(pattern);
    }

    private void one(char c) {
        switch (c) {
            case '*' -> wild("[^/]*");
            case '?' -> wild("[^/]");
            case '[' -> {
                wild("[");
                characters();
                expression.append(']');
            }
            case '\\' -> {
                wild("");
                literal(escaped());
            }
            default -> {
                int letter = pattern.codePointAt(at);
                at += Character.charCount(letter);
                literal(letter);
            }
        }
    }

    private void wild(String meaning) {
        sign();
        at++;
        wild = true;
        expression.append(meaning);
    }

    private int sign() {
        if (firstSign < 0) {
            firstSign = at;
        }
        return at;
    }

    /** From behind the opening bracket to behind the closing one. */
    private void characters() {
        if (pattern.startsWith("^", at)) {
            at++;
            expression.append('^');
        }
        do {
            int low = member();
            int high = low;
            if (pattern.startsWith("-", at)) {
                at++;
                high = member();
            }
            if (high < low) {
                throw new IllegalArgumentException("a range in brackets runs backwards");
            }
            literal(low);
            expression.append('-');
            literal(high);
        } while (!pattern.startsWith("]", at));
        at++;
    }

    private int member() {
        if (at >= pattern.length()) {
            throw new IllegalArgumentException("a bracket isn't closed");
        }
        char c = pattern.charAt(at);
        if (c == '-' || c == ']') {
            throw new IllegalArgumentException("a " + c + " in brackets needs a backslash before it");
        }
        if (c == '\\') {
            at++;
            return escaped();
        }
        int letter = pattern.codePointAt(at);
        at += Character.charCount(letter);
        return letter;
    }

    private int escaped() {
        if (at >= pattern.length()) {
            throw new IllegalArgumentException("nothing follows the backslash at its end");
        }
        int letter = pattern.codePointAt(at);
        at += Character.charCount(letter);
        return letter;
    }

    private void literal(int letter) {
        if (letter < 0x80 && !Character.isLetterOrDigit(letter)) {
            expression.append('\\');
        }
        expression.appendCodePoint(letter);
    }
}
