package dev.ondes.playground.gitlab.ci;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Text to {@link Yaml}. One use per file. */
final class YamlParser {
    private static final String STANDARD_TAGS = "tag:yaml.org,2002:";
    private static final int DEEPEST = 50;

    private final String file;
    private final IdentityHashMap<Node, Yaml> converted = new IdentityHashMap<>();
    private int depth;

    YamlParser(String file) {
        this.file = file;
    }

    Yaml parse(String text) {
        try {
            var settings = LoadSettings.builder().setLabel(file).build();
            return new Compose(settings)
                    .composeString(text)
                    .map(this::convert)
                    .orElseThrow(() -> new CiFileException(file, 1, "the file is empty"));
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            throw new CiFileException(file, line, "invalid YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            throw new CiFileException(file, 1, "invalid YAML: " + e.getMessage());
        }
    }

    private Yaml convert(Node node) {
        Yaml known = converted.get(node);
        if (known != null) {
            return known;
        }
        String tag = node.getTag().getValue();
        if (!tag.startsWith(STANDARD_TAGS)) {
            throw new CiFileException(file, line(node), "unknown tag '" + tag + "'");
        }
        if (++depth > DEEPEST) {
            throw new CiFileException(file, line(node), "nested too deeply, or an anchor that holds itself");
        }
        Yaml yaml =
                switch (node) {
                    case ScalarNode scalar ->
                        new Yaml.Text(scalar.getValue(), scalar.getScalarStyle() == ScalarStyle.PLAIN, line(scalar));
                    case SequenceNode sequence ->
                        new Yaml.Items(
                                sequence.getValue().stream().map(this::convert).toList(), line(sequence));
                    case MappingNode mapping -> keys(mapping);
                    default -> throw new CiFileException(file, line(node), "unknown kind of node");
                };
        depth--;
        converted.put(node, yaml);
        return yaml;
    }

    private Yaml.Keys keys(MappingNode mapping) {
        var own = new LinkedHashMap<String, Yaml.Entry>();
        var merged = new ArrayList<Yaml.Keys>();
        for (NodeTuple tuple : mapping.getValue()) {
            Node key = tuple.getKeyNode();
            if (!(key instanceof ScalarNode scalar)) {
                throw new CiFileException(file, line(key), "a key must be plain text");
            }
            Yaml value = convert(tuple.getValueNode());
            if (scalar.getValue().equals("<<")) {
                merged.addAll(mergeSources(value));
            } else if (own.put(scalar.getValue(), new Yaml.Entry(value, line(key))) != null) {
                throw new CiFileException(file, line(key), "'" + scalar.getValue() + "' stands here twice");
            }
        }
        var all = new LinkedHashMap<String, Yaml.Entry>();
        merged.forEach(source -> source.entries().forEach(all::putIfAbsent));
        all.putAll(own);
        return new Yaml.Keys(all, line(mapping));
    }

    private List<Yaml.Keys> mergeSources(Yaml value) {
        var sources = new ArrayList<Yaml.Keys>();
        List<Yaml> candidates = value instanceof Yaml.Items items ? items.values() : List.of(value);
        for (Yaml candidate : candidates) {
            if (!(candidate instanceof Yaml.Keys keys)) {
                throw new CiFileException(file, candidate.line(), "'<<' takes a mapping or a list of mappings");
            }
            sources.add(keys);
        }
        return sources;
    }

    private static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    }
}
