package dev.ondes.playground.demo;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The terminal: whole lines only, each with the name of who says it. Colours where there is a terminal and nobody set
 * {@code NO_COLOR}. Safe on many threads.
 */
public final class Console {
    private static final Pattern ANSI = Pattern.compile("\u001b\\[[0-9;?]*[A-Za-z]");
    private static final List<String> COLOURS = List.of("36", "35", "34", "33", "32", "96", "95", "94");
    private static final int WIDTH = 12;

    private final PrintStream out;
    private final boolean colours;
    private final Map<String, String> colourOf = new ConcurrentHashMap<>();

    Console(PrintStream out, boolean colours) {
        this.out = out;
        this.colours = colours;
    }

    /** Standard output. */
    // Without a terminal JDK 25 gives null again, as before JDK 22: the check knows those in between.
    @SuppressWarnings("SystemConsoleNull")
    public static Console standard() {
        boolean terminal = System.console() != null && System.console().isTerminal();
        String noColor = System.getenv("NO_COLOR");
        return new Console(System.out, terminal && (noColor == null || noColor.isEmpty()));
    }

    /** A line of our own. */
    public void say(String line) {
        print("ondes", "1", line);
    }

    /** A line of a job's log. */
    public void job(String job, String line) {
        print(job, colourOf.computeIfAbsent(job, name -> COLOURS.get(colourOf.size() % COLOURS.size())), line);
    }

    /** A line without a prefix, as of a table. */
    public synchronized void plain(String line) {
        out.println(colours ? line : ANSI.matcher(line).replaceAll(""));
    }

    /** The word in green, or red. */
    public static String verdict(String word, boolean good) {
        return "\u001b[" + (good ? "32" : "31") + "m" + word + "\u001b[0m";
    }

    private void print(String who, String colour, String line) {
        String name = who.length() > WIDTH ? who.substring(0, WIDTH - 1) + "…" : who;
        plain("\u001b[" + colour + "m" + name + " ".repeat(WIDTH - name.length()) + " │\u001b[0m " + line);
    }
}
