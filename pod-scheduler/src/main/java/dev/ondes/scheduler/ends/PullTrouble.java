package dev.ondes.scheduler.ends;

import java.util.List;
import java.util.Locale;

/** What the text of a failed image pull means. */
enum PullTrouble {
    /** The registry could not be reached, or not with what the node has to show: not the job's doing, and may pass. */
    REGISTRY_AWAY,
    /** There is no such image, or we may not have it: will not pass. */
    NO_IMAGE,
    UNCLEAR;

    private static final List<String> AWAY = List.of(
            "dial tcp",
            "connection refused",
            "connection reset",
            "no such host",
            "i/o timeout",
            "tls handshake",
            "client.timeout exceeded",
            "request canceled",
            "deadline exceeded",
            "too many requests",
            "toomanyrequests",
            "service unavailable",
            "bad gateway",
            // Of a node whose credential helper failed, or that no operator gave any.
            "no basic auth credentials");
    private static final List<String> NONE = List.of(
            "not found",
            "manifest unknown",
            "name unknown",
            "does not exist",
            "pull access denied",
            "access denied",
            "unauthorized",
            "authentication required",
            "403 forbidden",
            "errimageneverpull");

    /** Docker Hub's word for an image that is not there is among them. */
    private static final List<String> ABOUT_LOGINS =
            List.of("denied", "authoriz", "authentication required", "forbidden", "no basic auth credentials");

    /** A registry out of reach comes first: its host may be what was "not found". */
    static PullTrouble of(String reason, String message) {
        String text = (reason + " " + message).toLowerCase(Locale.ROOT);
        if (AWAY.stream().anyMatch(text::contains)) {
            return REGISTRY_AWAY;
        }
        return NONE.stream().anyMatch(text::contains) ? NO_IMAGE : UNCLEAR;
    }

    /** Whether a registry said that who asked may not have it, or did not say who they are. */
    static boolean isAboutLogins(String seen) {
        String text = seen.toLowerCase(Locale.ROOT);
        return ABOUT_LOGINS.stream().anyMatch(text::contains);
    }
}
