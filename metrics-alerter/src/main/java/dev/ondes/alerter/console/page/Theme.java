package dev.ondes.alerter.console.page;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Dark or light; as the machine has it, unless somebody said otherwise. */
public enum Theme {
    AUTO("As the system"),
    LIGHT("Light"),
    DARK("Dark");

    private final String title;

    Theme(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }

    /** In a cookie, and in the page. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Theme of(@Nullable String wire) {
        return Arrays.stream(values())
                .filter(one -> one.wire().equals(wire))
                .findFirst()
                .orElse(AUTO);
    }
}
