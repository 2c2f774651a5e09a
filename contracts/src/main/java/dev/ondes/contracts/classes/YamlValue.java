package dev.ondes.contracts.classes;

import dev.ondes.contracts.classes.Problems.WrongValueException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.constructor.StandardConstructor;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A value in a file: where it stands, and typed access to it. Scalars are taken as they are written, so that
 * {@code cpu: 2} and {@code cpu: "2"} mean the same.
 *
 * @param line of its key, or of an item's own begin
 * @param key the way to it, such as {@code classes[0].limit}
 */
public record YamlValue(Problems problems, int line, String key, Node node) {
    private static final Pattern OCTAL = Pattern.compile("0o?([0-7]{1,12})");

    static YamlValue root(Problems problems, Node node) {
        return new YamlValue(problems, line(node), "", node);
    }

    private static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    }

    /** To be thrown: this value is wrong. */
    public WrongValueException wrong(String fix) {
        return new WrongValueException(line, key, fix);
    }

    /** A scalar as it is written. */
    public String text() {
        if (!(node instanceof ScalarNode scalar)) {
            throw wrong("must be one value, and is a " + kind(node));
        }
        if (scalar.getTag().equals(Tag.NULL) || scalar.getValue().isBlank()) {
            throw wrong("has no value; give one, or remove the key");
        }
        return scalar.getValue();
    }

    /** A scalar that must be spelt in a certain way; the parser throws {@link IllegalArgumentException} with the fix. */
    public <T> T spelt(Function<String, T> parser) {
        String text = text();
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw wrong("'" + text + "' " + e.getMessage());
        }
    }

    /** An object; keys other than these are refused. */
    public YamlObject object(String... keys) {
        return new YamlObject(this, members(), List.of(keys));
    }

    /** Every item; each that can't be read is noted and left out. */
    public <T> List<T> items(Function<YamlValue, T> reader) {
        List<T> items = new ArrayList<>();
        int index = 0;
        for (Node item : sequence().getValue()) {
            var value = new YamlValue(problems, line(item), key + "[" + index++ + "]", item);
            problems.noting(() -> items.add(reader.apply(value)));
        }
        return items;
    }

    public boolean isList() {
        return node instanceof SequenceNode;
    }

    /** How many items a list has. */
    public int length() {
        return sequence().getValue().size();
    }

    private SequenceNode sequence() {
        if (node instanceof SequenceNode sequence) {
            return sequence;
        }
        throw wrong("must be a list, and is a " + kind(node));
    }

    /** An object of any keys whose values are scalars, which may be empty. */
    public Map<String, String> texts() {
        return entries((_, value) -> {
            boolean empty =
                    value.node instanceof ScalarNode scalar && scalar.getValue().isEmpty();
            return empty ? "" : value.text();
        });
    }

    /** Every key of an object and its value, in their order; each that can't be read is noted and left out. */
    <T> Map<String, T> entries(BiFunction<String, YamlValue, T> reader) {
        Map<String, T> entries = new LinkedHashMap<>();
        members().forEach((name, value) -> problems.noting(() -> entries.put(name, reader.apply(name, value))));
        return entries;
    }

    /**
     * All of it, as Kubernetes reads its own files: maps in their order, lists, texts, numbers and truth values. Nothing in it can
     * be changed.
     */
    public Object tree() {
        return switch (node) {
            case MappingNode _ -> Collections.unmodifiableMap(entries((_, value) -> value.tree()));
            case SequenceNode _ -> List.copyOf(items(YamlValue::tree));
            default -> scalar((ScalarNode) node);
        };
    }

    private Object scalar(ScalarNode scalar) {
        if (scalar.getTag().equals(Tag.NULL)) {
            throw wrong("has no value; give one, or remove the key");
        }
        // Octal for Kubernetes, which reads YAML 1.1: modes of files are written so.
        var octal = OCTAL.matcher(scalar.getValue());
        if (scalar.getScalarStyle() == ScalarStyle.PLAIN && octal.matches()) {
            return Long.parseLong(octal.group(1), 8);
        }
        return new StandardConstructor(LoadSettings.builder().build()).constructSingleDocument(Optional.of(scalar));
    }

    /** Of an object, each key's value. */
    Map<String, YamlValue> members() {
        if (!(node instanceof MappingNode mapping)) {
            throw wrong("must have keys of its own, and is a " + kind(node));
        }
        Map<String, YamlValue> members = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode name)) {
                problems.add(line(tuple.getKeyNode()), key, "has a key that is no plain word; write it as one");
                continue;
            }
            var value = new YamlValue(problems, line(name), under(name.getValue()), tuple.getValueNode());
            YamlValue earlier = members.putIfAbsent(name.getValue(), value);
            if (earlier != null) {
                problems.add(line(name), value.key, "stands twice, first in line " + earlier.line() + "; remove one");
            }
        }
        return members;
    }

    String under(String name) {
        return key.isEmpty() ? name : key + "." + name;
    }

    private static String kind(Node node) {
        return switch (node) {
            case ScalarNode _ -> "single value";
            case SequenceNode _ -> "list";
            default -> "group of keys";
        };
    }
}
