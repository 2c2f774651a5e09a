package dev.ondes.alerter.meter;

/** The value of a metric's label: what comes from outside may hold anything. */
final class Label {
    private static final int MOST = 100;
    /** For what is beyond the bound on different values. */
    static final String OTHER = "other";

    private Label() {}

    /** Control characters become {@code _}, what is too long is cut, and nothing becomes {@code unknown}. */
    static String of(String text) {
        if (text.isBlank()) {
            return "unknown";
        }
        String cut = text.length() > MOST ? text.substring(0, MOST) : text;
        var clean = new StringBuilder(cut.length());
        cut.codePoints().map(Label::shown).forEach(clean::appendCodePoint);
        return clean.toString();
    }

    private static int shown(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> '_';
            default -> codePoint;
        };
    }
}
