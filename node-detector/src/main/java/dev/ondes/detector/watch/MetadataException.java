package dev.ondes.detector.watch;

import java.util.Locale;

/** A metadata service that gave no usable answer; the text says what to do where we know. Never ends the detector. */
public final class MetadataException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What went wrong: the tag in metrics. */
    public enum Trouble {
        /** Nobody there. */
        UNREACHABLE,
        /** Somebody there, but no answer in time. */
        SILENT,
        /** Asks too often. */
        THROTTLED,
        /** 5xx. */
        AILING,
        /** Doesn't allow it. */
        REFUSED,
        /** An answer that can't be understood. */
        MALFORMED;

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Trouble trouble;

    public MetadataException(Trouble trouble, String message) {
        super(message);
        this.trouble = trouble;
    }

    public Trouble trouble() {
        return trouble;
    }

    /** For a status other than the expected ones. */
    public static MetadataException ofStatus(int status, String what) {
        String text = what + ": answered with status " + status;
        if (status == 429) {
            return new MetadataException(Trouble.THROTTLED, text + ": it is asked too often on this machine");
        }
        if (status >= 500) {
            return new MetadataException(Trouble.AILING, text);
        }
        return new MetadataException(status == 401 || status == 403 ? Trouble.REFUSED : Trouble.MALFORMED, text);
    }
}
