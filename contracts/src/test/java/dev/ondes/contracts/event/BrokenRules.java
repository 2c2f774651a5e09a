package dev.ondes.contracts.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** Walks a schema and yields, for each of its rules, a change that breaks just this one. */
final class BrokenRules {
    /** Stands in every text that breaks a rule, so that a test sees it repeated. */
    static final String MARK = "S3CRET value!";

    private final List<Broken> found = new ArrayList<>();

    private BrokenRules() {}

    /** A change; its name is field and rule as an exception tells them. */
    record Broken(String name, Consumer<ObjectNode> change) {
        void applyTo(ObjectNode data) {
            change.accept(data);
        }
    }

    static List<Broken> of(JsonNode schema) {
        var rules = new BrokenRules();
        rules.object(schema, "", data -> data);
        return rules.found;
    }

    private void object(JsonNode schema, String prefix, Function<ObjectNode, ObjectNode> parent) {
        for (JsonNode name : schema.path("required")) {
            add(prefix + name.asText(), "required", data -> parent.apply(data).remove(name.asText()));
        }
        schema.path("properties").properties().forEach(property -> {
            String name = property.getKey();
            String field = prefix + name;
            JsonNode rules = property.getValue();
            value(rules, field, wrong -> data -> parent.apply(data).set(name, wrong));
            if (rules.path("type").asText().equals("object")) {
                object(rules, field + ".", data ->
                        (ObjectNode) parent.apply(data).path(name));
            }
            if (rules.path("additionalProperties").isObject()) {
                value(
                        rules.path("additionalProperties"),
                        field + "." + Samples.KEY,
                        wrong -> data -> ((ObjectNode) parent.apply(data).path(name)).set(Samples.KEY, wrong));
            }
            if (rules.path("type").asText().equals("array")) {
                JsonNode items = rules.path("items");
                value(
                        items,
                        field + "[0]",
                        wrong -> data -> ((ArrayNode) parent.apply(data).path(name)).set(0, wrong));
                if (items.path("type").asText().equals("object")) {
                    object(items, field + "[0].", data ->
                            (ObjectNode) parent.apply(data).path(name).path(0));
                }
            }
        });
    }

    private void value(JsonNode rules, String field, Function<JsonNode, Consumer<ObjectNode>> set) {
        boolean text = rules.path("type").asText().equals("string");
        add(field, "type", set.apply(text ? IntNode.valueOf(1) : TextNode.valueOf(MARK)));
        for (String rule : StreamSupport.stream(((Iterable<String>) rules::fieldNames).spliterator(), false)
                .toList()) {
            switch (rule) {
                case "minimum" ->
                    add(field, rule, set.apply(LongNode.valueOf(rules.path(rule).asLong() - 1)));
                case "maximum" ->
                    add(field, rule, set.apply(LongNode.valueOf(rules.path(rule).asLong() + 1)));
                case "minLength" -> add(field, rule, set.apply(TextNode.valueOf("")));
                case "enum", "pattern", "format" -> add(field, rule, set.apply(TextNode.valueOf(MARK)));
                case "type", "description", "examples", "properties", "required", "additionalProperties", "items" -> {}
                default -> throw new AssertionError("no way to break the rule " + rule + " of " + field);
            }
        }
    }

    private void add(String field, String rule, Consumer<ObjectNode> change) {
        found.add(new Broken(field + ": " + rule, change));
    }
}
