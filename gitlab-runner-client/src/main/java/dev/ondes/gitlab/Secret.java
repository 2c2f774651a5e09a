package dev.ondes.gitlab;

/**
 * A value that must not be seen: a token or a password. Prints {@code ***}, whatever prints it; {@link #reveal()} is the
 * one way to the value, so that each use of it can be found.
 *
 * @param reveal the value
 */
public record Secret(String reveal) {
    @Override
    public String toString() {
        return "***";
    }
}
