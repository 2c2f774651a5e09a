package dev.ondes.contracts.pod;

/** A text made to fit into one line of JSON. */
final class OneLine {
    private static final String CUT = "…";

    private OneLine() {}

    /**
     * Control characters become blanks; what doesn't fit is cut, and its place marked.
     *
     * @param room how many bytes it may take in JSON, without its quotes
     */
    static String of(String text, int room) {
        var line = new StringBuilder();
        int size = 0;
        int cutAt = 0;
        for (int codePoint : text.codePoints().toArray()) {
            int shown = shown(codePoint);
            size += size(shown);
            line.appendCodePoint(shown);
            if (size > room) {
                line.setLength(cutAt);
                return room < size(CUT.codePointAt(0)) ? "" : line.append(CUT).toString();
            }
            if (size <= room - size(CUT.codePointAt(0))) {
                cutAt = line.length();
            }
        }
        return line.toString();
    }

    private static int shown(int codePoint) {
        if (Character.isISOControl(codePoint)) {
            return ' ';
        }
        boolean halfAPair = Character.getType(codePoint) == Character.SURROGATE;
        return halfAPair ? '?' : codePoint;
    }

    /** Bytes that a code point takes in UTF-8 JSON. */
    private static int size(int codePoint) {
        if (codePoint == '"' || codePoint == '\\') {
            return 2;
        }
        if (codePoint < 0x80) {
            return 1;
        }
        return codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
    }
}
