package dev.ondes.contracts.classes;

import java.util.regex.Pattern;

/**
 * What Kubernetes takes as keys and values of labels and annotations, and as names. Each method throws
 * {@link IllegalArgumentException} whose text goes on from the value's name, and does not repeat the value.
 */
public final class KubernetesNames {
    private static final int LONGEST_NAME = 63;
    private static final int LONGEST_SUBDOMAIN = 253;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?");
    private static final Pattern SUBDOMAIN =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

    private KubernetesNames() {}

    /** Of a label, an annotation or a taint. */
    public static String key(String text) {
        int slash = text.indexOf('/');
        boolean prefixed = slash < 0 || isSubdomain(text.substring(0, slash));
        if (!prefixed || !isName(text.substring(slash + 1))) {
            throw new IllegalArgumentException(
                    "must be a key as Kubernetes has them, such as team or example.com/team");
        }
        return text;
    }

    /** Of a label or a taint; may be empty. */
    public static String value(String text) {
        if (!text.isEmpty() && !isName(text)) {
            throw new IllegalArgumentException("must be a label's value: at most " + LONGEST_NAME
                    + " letters, digits, and -, _ or . between them");
        }
        return text;
    }

    /** Of an object. */
    public static String object(String text) {
        if (!isSubdomain(text)) {
            throw new IllegalArgumentException(
                    "must be a name as Kubernetes has them: lower-case letters, digits, and - or . between them");
        }
        return text;
    }

    private static boolean isName(String text) {
        return text.length() <= LONGEST_NAME && NAME.matcher(text).matches();
    }

    private static boolean isSubdomain(String text) {
        return text.length() <= LONGEST_SUBDOMAIN && SUBDOMAIN.matcher(text).matches();
    }
}
