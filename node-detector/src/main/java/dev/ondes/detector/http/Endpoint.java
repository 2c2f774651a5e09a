package dev.ondes.detector.http;

import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where requests go.
 *
 * @param host name or address, an IPv6 address without brackets
 * @param prefix path before each request's path; empty, or begins with a slash and ends without
 */
public record Endpoint(boolean tls, String host, int port, String prefix) {

    /**
     * Reads a URL.
     *
     * @throws IllegalArgumentException with what is wrong
     */
    public static Endpoint of(String url) {
        URI uri;
        try {
            uri = URI.create(url.strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("is no URL", e);
        }
        boolean tls =
                switch (uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT)) {
                    case "http" -> false;
                    case "https" -> true;
                    default -> throw new IllegalArgumentException("must begin with http:// or https://");
                };
        String host = uri.getHost();
        if (host == null) {
            throw new IllegalArgumentException("names no host");
        }
        int port = uri.getPort() > 0 ? uri.getPort() : tls ? 443 : 80;
        return new Endpoint(tls, host.replaceAll("[\\[\\]]", ""), port, prefix(uri.getPath()));
    }

    private static String prefix(@Nullable String path) {
        String prefix = path == null ? "" : path;
        while (prefix.endsWith("/")) {
            prefix = prefix.substring(0, prefix.length() - 1);
        }
        return prefix;
    }

    String authority() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    @Override
    public String toString() {
        return (tls ? "https://" : "http://") + authority() + prefix;
    }
}
