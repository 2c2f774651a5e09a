package dev.ondes.agent.trace;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/**
 * Begins each line of a stream with its time and the stream's sign, in gitlab-runner's form:
 * {@code 2026-01-01T00:00:00.000000Z 01O text}, with {@code +} in the place of the blank where the line goes on with the one
 * before. Passes on bytes as they come; a line has the time of its first byte. For one thread.
 */
final class LineStamper implements ByteSink {
    private final ByteSink out;
    private final Clock clock;
    private final String sign;
    private final boolean stamps;
    private boolean inLine;
    private boolean continues;

    /**
     * @param sign number of the stream as two hex digits, and {@code O} or {@code E}
     * @param stamps false where the job doesn't want any: bytes then pass as they are
     */
    LineStamper(ByteSink out, Clock clock, String sign, boolean stamps) {
        this.out = out;
        this.clock = clock;
        this.sign = sign;
        this.stamps = stamps;
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
        int end = from + length;
        int at = from;
        while (at < end) {
            if (!inLine && stamps) {
                out.write(header());
            }
            inLine = true;
            continues = false;
            int next = at;
            while (next < end && bytes[next] != '\n') {
                next++;
            }
            if (next < end) {
                next++;
                inLine = false;
            }
            out.write(bytes, at, next - at);
            at = next;
        }
    }

    /** Whether the last line has no end yet. */
    boolean inLine() {
        return inLine;
    }

    /** Another stream has ended this one's line; what comes next continues it. */
    void interrupted() {
        inLine = false;
        continues = true;
    }

    /** The line is complete; whoever calls this writes its newline. */
    void lineEnded() {
        inLine = false;
        continues = false;
    }

    private byte[] header() {
        return (time(clock.instant()) + ' ' + sign + (continues ? '+' : ' ')).getBytes(StandardCharsets.US_ASCII);
    }

    /** Written by hand: a formatter would cost more at the agent's start than all its lines. */
    private static String time(Instant instant) {
        ZonedDateTime utc = instant.atZone(ZoneOffset.UTC);
        var text = new StringBuilder(40);
        pad(text, utc.getYear(), 4).append('-');
        pad(text, utc.getMonthValue(), 2).append('-');
        pad(text, utc.getDayOfMonth(), 2).append('T');
        pad(text, utc.getHour(), 2).append(':');
        pad(text, utc.getMinute(), 2).append(':');
        pad(text, utc.getSecond(), 2).append('.');
        return pad(text, utc.getNano() / 1000, 6).append('Z').toString();
    }

    private static StringBuilder pad(StringBuilder text, int number, int width) {
        String digits = Integer.toString(number);
        return text.append("0".repeat(Math.max(0, width - digits.length()))).append(digits);
    }
}
