package dev.ondes.alerter.console.view;

import java.util.List;

/**
 * Names that somebody else chose, made fit to be looked at. HTML is escaped by the templates; here characters that nobody sees, and those that turn
 * the direction of what follows, become visible, so that a name can't look like another one. Pure.
 */
public final class Text {
    /** Joins what is drawn as one emoji; harmless. */
    private static final int ZERO_WIDTH_JOINER = 0x200d;

    private Text() {}

    /** Such as {@code build[U+202E]gpj.exe}; a tab or a line's end is a blank. */
    public static String shown(String text) {
        if (text.codePoints().noneMatch(Text::isHidden)) {
            return text;
        }
        var shown = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(one -> {
            if (one == '\n' || one == '\r' || one == '\t') {
                shown.append(' ');
            } else if (isHidden(one)) {
                shown.append("[U+%04X]".formatted(one));
            } else {
                shown.appendCodePoint(one);
            }
        });
        return shown.toString();
    }

    /** Between these a line may end: after {@code /}, {@code :} and {@code @}, as in the names of images. */
    static List<String> pieces(String shown) {
        return List.of(shown.split("(?<=[/:@])"));
    }

    private static boolean isHidden(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.FORMAT -> codePoint != ZERO_WIDTH_JOINER;
            case Character.CONTROL,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
