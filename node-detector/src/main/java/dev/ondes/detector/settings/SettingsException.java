package dev.ondes.detector.settings;

/** Settings that can't be used; the text names the key and the fix. */
public final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SettingsException(String message) {
        super(message);
    }
}
