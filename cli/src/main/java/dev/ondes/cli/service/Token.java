package dev.ondes.cli.service;

/** Who calls. Prints nothing of it. */
public record Token(String value) {
    @Override
    public String toString() {
        return "***";
    }
}
