package dev.ondes.alerter.testing;

import dev.ondes.alerter.testing.SimulatedFleet.Shape;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** A week of a fleet, with its troubles, and by hand the list of alerts that it is to bring. */
public final class SimulatedWeek {
    public static final Instant MONDAY = Instant.parse("2026-03-02T00:00:00Z");
    public static final Duration LENGTH = Duration.ofDays(7);

    private static final List<Trouble> TROUBLES = List.of(
            new Trouble.BrokenPipeline("small", at("Mon 10:00"), at("Mon 10:40"), 0.9),
            new Trouble.SpotStorm("small", at("Tue 14:00"), at("Tue 14:20"), 4),
            new Trouble.GitLabOutage(at("Wed 09:00"), at("Wed 09:40")),
            new Trouble.NoRoom("large", at("Thu 11:00"), at("Thu 12:00")),
            new Trouble.NoRoom("small", at("Fri 10:00"), at("Fri 10:40")),
            new Trouble.BrokerGone(at("Sat 03:00"), at("Sat 03:10")),
            new Trouble.SchedulersGone(at("Sun 16:00"), at("Sun 16:10")),
            new Trouble.StuckJob("small", at("Sun 20:00"), at("Sun 21:00")));

    /** Why, beside each: from the rules and the troubles above, not from a run. */
    public static final List<String> LIST = List.of(
            // 4 of about 8 jobs a minute are lost: above 10 % of 10 jobs at 14:01, for 5 minutes.
            "Tue 14:06 fires CiSystemFailuresHigh/small",
            // 240 jobs end in an hour: above 14.4 % of them with the tenth minute's losses, at 14:10, for 2 minutes.
            "Tue 14:12 fires CiSystemFailureBudgetBurnFast",
            // The last losses, of 14:19, leave the 5 minutes at 14:24, and the 10 minutes at 14:29; then for 5 minutes
            // each.
            "Tue 14:29 over CiSystemFailureBudgetBurnFast",
            "Tue 14:34 over CiSystemFailuresHigh/small",
            // The first job after 11:00 comes within 3 minutes and waits for 15 at 11:16, for 2 minutes.
            "Thu 11:18 fires CiJobsPendingTooLong/large",
            // 12 jobs at once, 10 minutes each, for the 30 that came: the oldest waits for less than 10 minutes at
            // 12:24.
            "Thu 12:29 over CiJobsPendingTooLong/large",
            "Fri 10:18 fires CiJobsPendingTooLong/small",
            // Four a minute: more than 50 at 10:13, for 10 minutes.
            "Fri 10:23 fires CiJobsPendingTooMany/small",
            "Fri 11:03 over CiJobsPendingTooLong/small",
            "Fri 11:03 over CiJobsPendingTooMany/small",
            // Nothing for more than 60 s at 03:01, for 2 minutes; for more than 5 minutes at 03:05, for one more.
            "Sat 03:03 fires CiNoCapacityReports",
            "Sat 03:06 fires CiNoEvents",
            "Sat 03:11 over CiNoCapacityReports",
            "Sat 03:11 over CiNoEvents",
            "Sun 16:03 fires CiNoCapacityReports",
            "Sun 16:11 over CiNoCapacityReports",
            // Taken at 20:00, not begun after 30 minutes, which is seen at 20:31, for 5 minutes.
            "Sun 20:36 fires CiJobStuck/small",
            "Sun 21:06 over CiJobStuck/small");

    private SimulatedWeek() {}

    /** The same each time. */
    public static SimulatedFleet fleet() {
        return new SimulatedFleet(
                42,
                MONDAY,
                LENGTH,
                List.of(
                        new Shape("small", 40, 240, 20, Duration.ofMinutes(4)),
                        new Shape("large", 12, 30, 3, Duration.ofMinutes(10))),
                TROUBLES);
    }

    /** As the list writes it: {@code Tue 14:06}. */
    public static String minute(Instant time) {
        return DateTimeFormatter.ofPattern("EEE HH:mm", Locale.ROOT)
                .withZone(ZoneOffset.UTC)
                .format(time);
    }

    /** The time of that day of the week, written as {@link #minute} does. */
    public static Instant at(String dayAndTime) {
        int day = List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun").indexOf(dayAndTime.substring(0, 3));
        return LocalDateTime.parse("2026-03-0" + (2 + day) + "T" + dayAndTime.substring(4))
                .toInstant(ZoneOffset.UTC);
    }
}
