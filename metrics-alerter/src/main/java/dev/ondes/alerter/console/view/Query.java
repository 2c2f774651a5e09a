package dev.ondes.alerter.console.view;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Parameters of a link; empty ones are left out. Immutable. */
record Query(String path, Map<String, String> parameters) {
    Query {
        parameters = new LinkedHashMap<>(parameters);
    }

    static Query of(String path) {
        return new Query(path, Map.of());
    }

    Query with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(parameters);
        if (value.isEmpty()) {
            more.remove(name);
        } else {
            more.put(name, value);
        }
        return new Query(path, more);
    }

    String link() {
        String query = parameters.entrySet().stream()
                .map(one -> one.getKey() + "=" + Links.encoded(one.getValue()))
                .collect(Collectors.joining("&"));
        return query.isEmpty() ? path : path + "?" + query;
    }
}
