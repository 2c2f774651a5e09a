package dev.ondes.alerter.console.page;

import java.util.List;

/**
 * What came of something that an operator did.
 *
 * @param lines what was done, and what was not
 * @param link where to go from here
 */
record Done(boolean whole, String text, List<String> lines, String link, String linkText) {
    static final String TRIED_ON = "The broker has not confirmed the record of it yet; it is tried until it does.";

    /** @param taken whether the journal has it */
    static Done of(boolean taken, String text, String link, String linkText) {
        return new Done(taken, text, taken ? List.of() : List.of(TRIED_ON), link, linkText);
    }
}
