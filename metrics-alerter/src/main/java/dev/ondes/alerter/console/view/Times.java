package dev.ondes.alerter.console.view;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * How times are written on a page that shows one moment. Pure.
 *
 * @param now the page's moment
 * @param zone the one that all its times are in
 */
public record Times(Instant now, ZoneId zone) {
    private static final DateTimeFormatter TODAY = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter EARLIER = DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter WHOLE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss zzz", Locale.ENGLISH);

    /**
     * A point in time.
     *
     * @param text the time of today, or date and time
     * @param whole with date and zone
     * @param iso for machines
     */
    public record Stamp(String text, String whole, String iso) {}

    /**
     * A time that passes: the browser goes on counting.
     *
     * @param text such as {@code 3m 12s}
     * @param whole since when, with date and zone
     * @param iso since when, for machines
     */
    public record Age(String text, String whole, String iso) {}

    public Stamp at(Instant time) {
        boolean today = LocalDate.ofInstant(time, zone).equals(LocalDate.ofInstant(now, zone));
        return new Stamp((today ? TODAY : EARLIER).format(time.atZone(zone)), whole(time), time.toString());
    }

    /** How long ago; 0 for what is said to come, since clocks differ. */
    public Age since(Instant time) {
        return new Age(took(Duration.between(time, now)), whole(time), time.toString());
    }

    private String whole(Instant time) {
        return WHOLE.format(time.atZone(zone));
    }

    /** Such as {@code 250 ms}, {@code 12s}, {@code 3m 12s}, {@code 1h 5m} or {@code 2d 3h}; nothing is longer than 7 characters. */
    public static String took(Duration time) {
        if (time.isNegative()) {
            return "0s";
        }
        if (time.toDays() > 0) {
            return two(time.toDays(), "d", time.toHoursPart(), "h");
        }
        if (time.toHours() > 0) {
            return two(time.toHours(), "h", time.toMinutesPart(), "m");
        }
        if (time.toMinutes() > 0) {
            return two(time.toMinutes(), "m", time.toSecondsPart(), "s");
        }
        return time.toMillis() > 0 && time.toMillis() < 1000 ? time.toMillis() + " ms" : time.toSeconds() + "s";
    }

    private static String two(long most, String unit, int rest, String restUnit) {
        return rest == 0 ? most + unit : most + unit + " " + rest + restUnit;
    }
}
