package dev.ondes.alerter.console.view;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Lines over time: drawn by the server as SVG, and by the browser, which can be pointed at, from the same numbers.
 *
 * @param width of the drawing, in its own units
 * @param waiting points of the line, as SVG wants them
 * @param ticks of the time axis
 * @param highest value of the drawing's upper edge
 * @param json for the browser's own drawing: seconds, waiting, running, failed
 * @param summary the same in one sentence
 */
public record Chart(
        int width,
        int height,
        String waiting,
        String running,
        List<Bar> failed,
        List<Tick> ticks,
        int highest,
        String json,
        String summary) {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 160;
    private static final int BAR = 3;
    private static final int TICK_EVERY = 30;

    /** A minute with failures. */
    public record Bar(String x, String y, int width, String height, int failed) {}

    /** A time at the axis. */
    public record Tick(String x, String text) {}

    /** With room for the axis. */
    public int viewWidth() {
        return width + 40;
    }

    public int viewHeight() {
        return height + 34;
    }

    static Chart of(History history, Times times) {
        int highest = rounded(history.highest());
        return new Chart(
                WIDTH,
                HEIGHT,
                line(history.waiting(), highest),
                line(history.running(), highest),
                bars(history.failed(), highest),
                ticks(history, times),
                highest,
                json(history),
                "Now " + history.waiting().getLast() + " wait or start and "
                        + history.running().getLast() + " run; within three hours at most "
                        + most(history.waiting()) + " waited and " + most(history.running()) + " ran, and "
                        + history.failed().stream().mapToInt(Integer::intValue).sum() + " failed through our doing");
    }

    private static int most(List<Integer> values) {
        return values.stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    /** Up to 1, 2 or 5 times a power of ten. */
    private static int rounded(int highest) {
        int power = 1;
        while (power * 10L <= highest) {
            power *= 10;
        }
        for (int times : new int[] {1, 2, 5}) {
            if (highest <= power * times) {
                return power * times;
            }
        }
        return power * 10;
    }

    private static String line(List<Integer> values, int highest) {
        return IntStream.range(0, values.size())
                .mapToObj(i -> x(i, values.size()) + "," + y(values.get(i), highest))
                .collect(Collectors.joining(" "));
    }

    private static List<Bar> bars(List<Integer> failed, int highest) {
        return IntStream.range(0, failed.size())
                .filter(i -> failed.get(i) > 0)
                .mapToObj(i -> new Bar(
                        x(i, failed.size()),
                        y(Math.min(failed.get(i), highest), highest),
                        BAR,
                        number((double) HEIGHT * Math.min(failed.get(i), highest) / highest),
                        failed.get(i)))
                .toList();
    }

    private static List<Tick> ticks(History history, Times times) {
        return IntStream.range(0, history.minutes())
                .filter(i -> i % TICK_EVERY == 0)
                .mapToObj(i -> new Tick(
                        x(i, history.minutes()),
                        times.at(history.from().plusSeconds(60L * i)).text()))
                .map(tick -> new Tick(tick.x(), tick.text().replaceFirst("(\\d\\d:\\d\\d):\\d\\d$", "$1")))
                .toList();
    }

    private static String x(int minute, int minutes) {
        return number((double) WIDTH * minute / (minutes - 1));
    }

    private static String y(int value, int highest) {
        return number(HEIGHT - (double) HEIGHT * value / highest);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String json(History history) {
        return "[" + history.from().getEpochSecond() + ",[" + joined(history.waiting()) + "],["
                + joined(history.running()) + "],[" + joined(history.failed()) + "]]";
    }

    private static String joined(List<Integer> values) {
        return values.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
