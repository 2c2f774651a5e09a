package dev.ondes.images.policy;

import java.util.Locale;

/** GitLab's {@code CI_COMMIT_REF_SLUG}: lower-case, at most 63 characters, all but a-z and 0-9 replaced by '-', none at its ends. */
final class RefSlug {
    private static final int LONGEST = 63;

    private RefSlug() {}

    static String of(String ref) {
        String slug = ref.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "-");
        return slug.substring(0, Math.min(LONGEST, slug.length())).replaceAll("^-+|-+$", "");
    }
}
