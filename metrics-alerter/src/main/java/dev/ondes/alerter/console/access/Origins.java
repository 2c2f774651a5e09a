package dev.ondes.alerter.console.access;

import java.net.URI;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Whether a request that changes something comes from a page of ours, by what browsers say of it themselves
 * (<a href="https://www.w3.org/TR/fetch-metadata/">Fetch Metadata</a>; {@code Origin} where they don't). Forms have a token besides. Pure.
 */
final class Origins {
    static final String REFUSED = "This was sent by a page of another site, so nothing was done.\n";
    private static final Set<String> CHANGE_NOTHING = Set.of("GET", "HEAD", "OPTIONS");
    /** {@code none} is a person's own doing, such as sending a form once more. */
    private static final Set<String> OURS = Set.of("same-origin", "none");

    private Origins() {}

    /** @param headers by their names; null for those that are absent */
    static boolean isOwn(String method, UnaryOperator<@Nullable String> headers) {
        if (CHANGE_NOTHING.contains(method)) {
            return true;
        }
        String site = headers.apply("Sec-Fetch-Site");
        if (site != null) {
            return OURS.contains(site);
        }
        String origin = headers.apply("Origin");
        // No browser leaves out both.
        return origin == null || authority(origin).equals(headers.apply("Host"));
    }

    private static String authority(String origin) {
        try {
            String authority = URI.create(origin).getRawAuthority();
            return authority == null ? "" : authority;
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
