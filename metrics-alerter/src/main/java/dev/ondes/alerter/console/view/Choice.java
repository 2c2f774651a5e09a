package dev.ondes.alerter.console.view;

/**
 * One of several values that somebody can choose.
 *
 * @param value in links
 */
public record Choice(String value, String text, boolean chosen) {
    static Choice of(String value, String text, String chosen) {
        return new Choice(value, text, value.equals(chosen));
    }
}
