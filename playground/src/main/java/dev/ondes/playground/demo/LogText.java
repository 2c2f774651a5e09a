package dev.ondes.playground.demo;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** A job's log as GitLab's page shows it: without section markers, timestamps and overwritten text. */
public final class LogText {
    private static final Pattern TIMESTAMP =
            Pattern.compile("^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d+Z [0-9a-f]{2}[OE][ +]");
    private static final Pattern SECTION = Pattern.compile("section_(start|end):\\d+:[^\\r\\n]*\\r");
    private static final Pattern CONTROL = Pattern.compile("\u001b\\[0?K|\u001b\\[m");

    private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*m");

    private LogText() {}

    /** The log's lines as a person sees them, with their colours; a carriage return ends none. */
    public static List<String> lines(String log) {
        String whole = log.endsWith("\n") ? log.substring(0, log.length() - 1) : log;
        return Arrays.stream(whole.split("\n", -1)).map(LogText::line).toList();
    }

    /** The same without colours. */
    public static List<String> plainLines(String log) {
        return lines(COLOUR.matcher(log).replaceAll(""));
    }

    private static String line(String raw) {
        String line = TIMESTAMP.matcher(raw).replaceFirst("");
        line = SECTION.matcher(line).replaceAll("");
        line = CONTROL.matcher(line).replaceAll("");
        int overwritten = line.lastIndexOf('\r', line.length() - 2);
        line = overwritten >= 0 ? line.substring(overwritten + 1) : line;
        return line.stripTrailing();
    }
}
