package dev.ondes.images.provenance;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Takes out what may be a secret: a statement is published with its image, to whoever may pull it. Build arguments are no place for
 * secrets, and some are put there all the same.
 */
final class Redaction {
    private static final String HIDDEN = "***";
    private static final Pattern SECRET_NAME =
            Pattern.compile("(?i).*(token|passw|secret|credential|api_?key|private_?key|access_?key|_auth).*");
    private static final Pattern USER_OF_URL = Pattern.compile("(?<=://)[^/@\\s]+@");

    private Redaction() {}

    static Map<String, String> values(Map<String, String> values) {
        Map<String, String> shown = new TreeMap<>();
        values.forEach(
                (name, value) -> shown.put(name, SECRET_NAME.matcher(name).matches() ? HIDDEN : url(value)));
        return shown;
    }

    static String url(String text) {
        return USER_OF_URL.matcher(text).replaceAll(HIDDEN + "@");
    }
}
