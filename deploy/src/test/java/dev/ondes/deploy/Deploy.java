package dev.ondes.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The files under test, read. */
final class Deploy {
    static final Path PROMETHEUS = Path.of("prometheus");
    static final Path DASHBOARDS = Path.of("dashboards");
    static final Path RUNBOOKS = Path.of("../docs/runbooks");

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Deploy() {}

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode yaml(Path file) {
        return MAPPER.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(text(file)));
    }

    /** Several documents in one text. */
    static List<JsonNode> yamls(String text) {
        var load = new Load(LoadSettings.builder().build());
        return StreamSupport.stream(load.loadAllFromString(text).spliterator(), false)
                .map(MAPPER::<JsonNode>valueToTree)
                .toList();
    }

    static JsonNode json(Path file) {
        return json(text(file));
    }

    static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Path> files(Path folder, String end) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(end)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    /** All rules of a file that have this key: {@code alert} or {@code record}. */
    static List<JsonNode> rules(String file, String key) {
        return stream(yaml(PROMETHEUS.resolve(file)).path("groups"))
                .flatMap(group -> stream(group.path("rules")))
                .filter(rule -> rule.has(key))
                .toList();
    }
}
