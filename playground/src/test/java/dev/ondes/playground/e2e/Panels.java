package dev.ondes.playground.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ondes.playground.platform.Home;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Every query of every panel of the dashboards, as Grafana would ask it with everything selected. */
final class Panels {
    /** @param where the dashboard and the panel's title */
    record Query(String where, String text) {
        /** Asks for what the kubelet or kube-state-metrics tell. */
        boolean isOfKubernetes() {
            return text.contains("container_") || text.contains("kube_");
        }
    }

    private Panels() {}

    static List<Query> queries() {
        List<Query> queries = new ArrayList<>();
        try (Stream<Path> files = Files.list(Home.here().file("deploy/dashboards"))) {
            for (Path file : files.filter(one -> one.toString().endsWith(".json"))
                    .sorted()
                    .toList()) {
                JsonNode dashboard = new ObjectMapper().readTree(Files.readAllBytes(file));
                dashboard
                        .path("panels")
                        .forEach(panel -> panel.path("targets")
                                .forEach(target -> queries.add(new Query(
                                        file.getFileName() + ", "
                                                + panel.path("title").asText(),
                                        filled(target.path("expr").asText())))));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return queries;
    }

    private static String filled(String query) {
        return query.replace("$__rate_interval", "5m")
                .replace("$__interval_ms", "60000")
                .replaceAll("\\$(class|queue|builder|job)\\b", ".*");
    }
}
