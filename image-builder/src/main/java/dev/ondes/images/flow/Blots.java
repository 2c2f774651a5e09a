package dev.ondes.images.flow;

import java.util.Collection;

/** Blots out secrets. Pure. */
final class Blots {
    /** What is shorter stands in any text. */
    private static final int SHORTEST = 4;

    private Blots() {}

    /** The text without them; before it is cut anywhere, or a part of one stays. */
    static String over(String text, Collection<String> secrets) {
        String blotted = text;
        for (String secret : secrets) {
            if (secret.length() >= SHORTEST) {
                blotted = blotted.replace(secret, "***");
            }
        }
        return blotted;
    }
}
