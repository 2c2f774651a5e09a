package dev.ondes.agent.trace;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What must not be seen in a log: values as a whole, and whatever follows a token's prefix or a URL parameter's name.
 * Immutable; one set of rules serves all streams of a job.
 */
public final class MaskRules {
    /** GitLab's own prefixes; it can tell more in {@code features.token_mask_prefixes}. */
    private static final List<String> TOKEN_PREFIXES = List.of(
            "glpat-",
            "gloas-",
            "gldt-",
            "glrt-",
            "glcbt-",
            "glrtr-",
            "glptt-",
            "glft-",
            "glimt-",
            "glagent-",
            "glsoat-",
            "glffct-",
            "gltok-",
            "_gitlab_session=");

    private static final List<String> URL_PARAMETERS = List.of(
            "private_token",
            "authenticity_token",
            "rss_token",
            "x-amz-signature",
            "x-amz-security-token",
            "x-amz-credential");

    private final Patterns values;
    private final Patterns prefixes;
    private final Patterns parameters;

    /**
     * @param secrets values to mask; empty ones are left out
     * @param morePrefixes prefixes of tokens beside GitLab's own
     */
    public MaskRules(Collection<String> secrets, Collection<String> morePrefixes) {
        Set<String> distinct = new LinkedHashSet<>();
        for (String secret : secrets) {
            // The log's lines end in a newline of their own; a secret is seen without the one at its end.
            String visible = secret.stripTrailing();
            if (!visible.isEmpty()) {
                distinct.add(visible);
            }
        }
        values = new Patterns(distinct, false);
        Set<String> allPrefixes = new LinkedHashSet<>(TOKEN_PREFIXES);
        for (String prefix : morePrefixes) {
            if (!prefix.isBlank()) {
                allPrefixes.add(prefix);
            }
        }
        prefixes = new Patterns(allPrefixes, false);
        List<String> starts = new ArrayList<>();
        for (String parameter : URL_PARAMETERS) {
            starts.add("?" + parameter + "=");
            starts.add("&" + parameter + "=");
        }
        parameters = new Patterns(starts, true);
    }

    /** A text that stands for itself, as the log would show it. */
    public String hide(String text) {
        var shown = new ByteArrayOutputStream();
        var masker = new Masker(this, shown::write);
        masker.write(text.getBytes(StandardCharsets.UTF_8));
        masker.end();
        return shown.toString(StandardCharsets.UTF_8);
    }

    Patterns values() {
        return values;
    }

    /** What a token begins with. */
    Patterns prefixes() {
        return prefixes;
    }

    /** A URL parameter's name with the characters around it. */
    Patterns parameters() {
        return parameters;
    }

    /** Whether any rule can begin with this byte. */
    boolean mayStart(byte first) {
        return values.mayStart(first) || prefixes.mayStart(first) || parameters.mayStart(first);
    }

    int longest() {
        return Math.max(values.longest(), Math.max(prefixes.longest(), parameters.longest()));
    }

    /** Bytes that continue a token after its prefix. */
    static boolean continuesToken(byte b) {
        return (b >= 'a' && b <= 'z')
                || (b >= 'A' && b <= 'Z')
                || (b >= '0' && b <= '9')
                || b == '-'
                || b == '_'
                || b == '.'
                || b == '=';
    }

    /** Bytes that continue a URL parameter's value. */
    static boolean continuesParameter(byte b) {
        return b != '&' && b != '#' && b != '"' && b != '\'' && b != '<' && b != '>' && (b & 0xff) > ' ';
    }
}
