package dev.ondes.images.registry;

/**
 * What an image runs on, such as {@code linux/arm64}.
 *
 * @param variant such as {@code v7}; empty for most
 */
public record Platform(String os, String architecture, String variant) {

    /** Reads {@code os/architecture} or {@code os/architecture/variant}. */
    public static Platform parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length < 2 || parts.length > 3 || text.contains("//") || text.endsWith("/") || text.startsWith("/")) {
            throw new IllegalArgumentException("a platform is os/architecture or os/architecture/variant: " + text);
        }
        return new Platform(parts[0], parts[1], parts.length == 3 ? parts[2] : "");
    }

    @Override
    public String toString() {
        return os + "/" + architecture + (variant.isEmpty() ? "" : "/" + variant);
    }
}
