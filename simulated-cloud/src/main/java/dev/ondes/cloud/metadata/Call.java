package dev.ondes.cloud.metadata;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A request to a machine's metadata service.
 *
 * @param path from the service's root, without the query
 * @param headers by name in lower case
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares requests.
record Call(String method, String path, Map<String, String> query, Map<String, String> headers, byte[] body) {

    static Map<String, String> headers(Iterable<Map.Entry<String, String>> entries) {
        Map<String, String> headers = new TreeMap<>();
        entries.forEach(entry -> headers.put(entry.getKey().toLowerCase(Locale.ROOT), entry.getValue()));
        return headers;
    }

    @Nullable
    String header(String name) {
        return headers.get(name.toLowerCase(Locale.ROOT));
    }

    /** Such a request came through a proxy: no cloud answers it. */
    boolean isForwarded() {
        return headers.containsKey("x-forwarded-for");
    }
}
