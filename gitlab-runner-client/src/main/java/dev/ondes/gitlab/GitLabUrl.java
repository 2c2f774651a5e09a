package dev.ondes.gitlab;

import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Rules for GitLab's address and for those that it redirects to. */
final class GitLabUrl {
    private GitLabUrl() {}

    /**
     * The API's address for a base address as people write it, with or without a slash at the end, or with the {@code /ci}
     * that ancient settings have.
     */
    static URI api(URI gitlabUrl) {
        String scheme = lower(gitlabUrl.getScheme());
        if (!(scheme.equals("http") || scheme.equals("https")) || gitlabUrl.getHost() == null) {
            throw new IllegalArgumentException("GitLab's URL must look like https://gitlab.example.com");
        }
        if (gitlabUrl.getRawUserInfo() != null || gitlabUrl.getRawQuery() != null) {
            throw new IllegalArgumentException("GitLab's URL must have neither credentials nor a query");
        }
        String path = withoutSlashes(gitlabUrl.getRawPath());
        if (path.endsWith("/ci")) {
            path = withoutSlashes(path.substring(0, path.length() - "/ci".length()));
        }
        return URI.create(scheme + "://" + gitlabUrl.getRawAuthority() + path + "/api/v4");
    }

    /** A redirect's target; null where it's none that we may follow: no HTTP, or from a protected connection to an open one. */
    static @Nullable URI redirect(URI from, String location) {
        URI target;
        try {
            target = from.resolve(location);
        } catch (IllegalArgumentException e) {
            return null;
        }
        String scheme = lower(target.getScheme());
        boolean followed = target.getHost() != null
                && (scheme.equals("https")
                        || (scheme.equals("http") && lower(from.getScheme()).equals("http")));
        return followed ? target : null;
    }

    static boolean sameOrigin(URI one, URI other) {
        return lower(one.getScheme()).equals(lower(other.getScheme()))
                && lower(one.getHost()).equals(lower(other.getHost()))
                && port(one) == port(other);
    }

    private static int port(URI uri) {
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        return lower(uri.getScheme()).equals("https") ? 443 : 80;
    }

    private static String lower(@Nullable String text) {
        return text == null ? "" : text.toLowerCase(Locale.ROOT);
    }

    private static String withoutSlashes(@Nullable String path) {
        String left = path == null ? "" : path;
        while (left.endsWith("/")) {
            left = left.substring(0, left.length() - 1);
        }
        return left;
    }
}
