package dev.ondes.cli.broker;

/** Text from elsewhere, made safe for a terminal. */
public final class Shown {
    private Shown() {}

    /** Control characters, which could move the cursor or change colours, and what turns the direction of writing, as their code. */
    public static String plain(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            int type = Character.getType(c);
            if (type == Character.CONTROL || type == Character.FORMAT || type == Character.LINE_SEPARATOR) {
                plain.append(String.format("\\u%04x", c));
            } else {
                plain.appendCodePoint(c);
            }
        });
        return plain.toString();
    }
}
