package dev.ondes.images.store;

import java.net.URI;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * A request that whoever holds it may make until it expires. A secret: it prints without its signature. Immutable.
 *
 * @param headers that must be sent exactly so; {@code Host} and {@code Content-Length} are the client's own to set, though signed too
 */
public record SignedRequest(URI url, Map<String, String> headers, Instant expiresAt) {
    public SignedRequest {
        headers = Map.copyOf(headers);
    }

    /** Without the headers that clients set themselves. */
    static SignedRequest of(SdkHttpRequest request, Instant expiresAt) {
        Map<String, String> headers = new TreeMap<>();
        request.headers().forEach((name, values) -> {
            if (!name.equalsIgnoreCase("host") && !name.equalsIgnoreCase("content-length")) {
                headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values));
            }
        });
        return new SignedRequest(request.getUri(), headers, expiresAt);
    }

    @Override
    public String toString() {
        return url.getScheme() + "://" + url.getAuthority() + url.getPath() + "?***, until " + expiresAt;
    }
}
