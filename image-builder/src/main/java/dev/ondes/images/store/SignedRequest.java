package dev.ondes.images.store;

import java.net.URI;
import java.time.Instant;
import java.util.Map;

/**
 * A request that whoever holds it may make until it expires. A secret: it prints without its signature. Immutable.
 *
 * @param headers that must be sent exactly so; {@code Host} and {@code Content-Length} are the client's own to set, though signed too
 */
public record SignedRequest(URI url, Map<String, String> headers, Instant expiresAt) {
    public SignedRequest {
        headers = Map.copyOf(headers);
    }

    @Override
    public String toString() {
        return url.getScheme() + "://" + url.getAuthority() + url.getPath() + "?***, until " + expiresAt;
    }
}
