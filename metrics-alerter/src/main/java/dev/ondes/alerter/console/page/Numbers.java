package dev.ondes.alerter.console.page;

/** Numbers in addresses, which anybody may have typed. */
final class Numbers {
    private Numbers() {}

    static int of(String text, int otherwise) {
        return Math.clamp(of(text, (long) otherwise), Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    static long of(String text, long otherwise) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }
}
