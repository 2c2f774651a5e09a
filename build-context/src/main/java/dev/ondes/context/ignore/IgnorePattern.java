package dev.ondes.context.ignore;

/**
 * One line of an ignore file. Immutable.
 *
 * @param exception begins with {@code !}: what matches is kept after all
 */
record IgnorePattern(Shape shape, boolean exception) {

    /**
     * Reads a line that isn't a comment.
     *
     * @throws IllegalArgumentException with what is wrong, for people
     */
    static IgnorePattern read(String line) {
        // Twice, as Docker does: "/!x" and "/ x" only become "!x" and "x" by the first turn.
        String text = GoText.trim(rooted(line));
        boolean exception = text.startsWith("!");
        String pattern = GoText.clean(text).substring(exception ? 1 : 0);
        if (pattern.isEmpty()) {
            throw new IllegalArgumentException("nothing follows the !");
        }
        return new IgnorePattern(PatternReader.read(pattern), exception);
    }

    private static String rooted(String line) {
        String text = GoText.trim(line);
        boolean exception = text.startsWith("!");
        String path = exception ? GoText.trim(text.substring(1)) : text;
        if (!path.isEmpty()) {
            path = GoText.clean(path);
            if (path.length() > 1 && path.startsWith("/")) {
                path = path.substring(1);
            }
        }
        return exception ? "!" + path : path;
    }

    boolean matches(String path) {
        return shape.matches(path);
    }

    /** Whether it might match something below the directory; true in doubt. */
    boolean mayMatchBelow(String directory) {
        String below = directory + "/";
        return shape.start().startsWith(below) || (!(shape instanceof Shape.Exact) && below.startsWith(shape.start()));
    }
}
