package dev.ondes.agent.secrets;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Addresses and paths that a job's settings name. */
final class Addresses {
    private Addresses() {}

    /**
     * A path on a server.
     *
     * @param shown as people write it
     * @param encoded as it stands in a URL, without a slash before it
     */
    record ServerPath(String shown, String encoded) {}

    /**
     * A server's address without a slash at its end.
     *
     * @param setting where people set it, such as {@code the CI/CD variable X}
     */
    static URI server(String url, String setting) throws SecretRefusedException {
        if (url.isBlank()) {
            throw new SecretRefusedException("no server is named: set " + setting);
        }
        URI address;
        try {
            address = new URI(url.strip().replaceFirst("/+$", ""));
        } catch (URISyntaxException e) {
            throw new SecretRefusedException(setting + " is no URL");
        }
        boolean http = "https".equals(address.getScheme()) || "http".equals(address.getScheme());
        if (!http || address.getHost() == null || address.getRawUserInfo() != null || address.getRawQuery() != null) {
            throw new SecretRefusedException(
                    setting + " must be a URL such as https://vault.example.com:8200, without a login or a query");
        }
        return address;
    }

    /** Parts one after the other; slashes at their ends don't matter. */
    static ServerPath path(String... parts) throws SecretRefusedException {
        List<String> shown = new ArrayList<>();
        List<String> encoded = new ArrayList<>();
        for (String part : parts) {
            for (String segment : part.split("/", -1)) {
                if (segment.equals(".") || segment.equals("..")) {
                    throw new SecretRefusedException("a path may not hold '" + segment + "': " + part);
                }
                if (!segment.isEmpty()) {
                    shown.add(segment);
                    encoded.add(encode(segment));
                }
            }
        }
        return new ServerPath(String.join("/", shown), String.join("/", encoded));
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** As it is said to people: scheme, host and port. */
    static String shown(URI url) {
        return url.getScheme() + "://" + url.getAuthority();
    }
}
