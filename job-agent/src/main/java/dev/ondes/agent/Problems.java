package dev.ondes.agent;

/** What operators read of an exception that nobody expected: its kind and place, never its text, which may hold a value. */
final class Problems {
    private static final int PLACES = 4;

    private Problems() {}

    /** For exceptions of ours, whose texts hold no value. */
    static String text(Throwable problem) {
        String text = problem.getMessage();
        return text == null ? problem.getClass().getSimpleName() : text;
    }

    static String where(Throwable problem) {
        var text = new StringBuilder(problem.getClass().getName());
        StackTraceElement[] trace = problem.getStackTrace();
        for (int i = 0; i < Math.min(PLACES, trace.length); i++) {
            text.append(" at ").append(trace[i]);
        }
        return text.toString();
    }
}
