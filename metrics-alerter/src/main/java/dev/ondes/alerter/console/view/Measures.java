package dev.ondes.alerter.console.view;

import dev.ondes.alerter.alerts.Signal;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.util.Locale;

/** Figures with their units. Pure. */
public final class Measures {
    private static final String[] SIZES = {"B", "KiB", "MiB", "GiB", "TiB"};

    private static final BigDecimal SMALL = new BigDecimal("0.1");

    private Measures() {}

    /** A value of a rule's signal, in the unit that people think of it in. */
    static String of(Signal signal, double value) {
        return switch (signal) {
            case Signal.OldestPending _, Signal.Silence _, Signal.CapacitySilence _ ->
                Times.took(Duration.ofSeconds((long) value));
            case Signal.SystemFailures _ -> percent(value);
            case Signal.BudgetBurn _ -> number(value, "0.#") + " times the budget";
            case Signal.Pending _, Signal.Stuck _ -> count((long) value, "job", "jobs");
            case Signal.Unconsumed _, Signal.DeadLetters _ -> count((long) value, "message", "messages");
            case Signal.Always _ -> "always";
        };
    }

    /** Such as {@code 7.5 %}. */
    static String percent(double part) {
        return number(100 * part, "0.#") + " %";
    }

    /** In whole hundredths: what is there is never {@code 0 %}, and what is not the whole never {@code 100 %}. */
    static String share(double part) {
        if (part > 0 && part < 0.01) {
            return "<1 %";
        }
        if (part > 0.99 && part < 1) {
            return ">99 %";
        }
        return Math.round(100 * part) + " %";
    }

    static String count(long count, String one, String many) {
        return whole(count) + " " + (count == 1 ? one : many);
    }

    /** With blanks between thousands: {@code 12 345}, none of which is a line's end. */
    static String whole(long count) {
        return String.format(Locale.ROOT, "%,d", count).replace(',', '\u202f');
    }

    /** Such as {@code 1.5 GiB}. */
    static String size(long bytes) {
        double size = bytes;
        int unit = 0;
        while (size >= 1024 && unit < SIZES.length - 1) {
            size /= 1024;
            unit++;
        }
        return number(size, unit == 0 ? "0" : "0.#") + " " + SIZES[unit];
    }

    /** Such as {@code 12.40 USD}; small amounts with as many digits as say something. */
    static String money(BigDecimal amount, String currency) {
        boolean small = amount.signum() != 0 && amount.abs().compareTo(SMALL) < 0;
        return amount.setScale(small ? 4 : 2, RoundingMode.HALF_UP).toPlainString() + " " + Text.shown(currency);
    }

    private static String number(double value, String pattern) {
        return new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ROOT)).format(value);
    }
}
