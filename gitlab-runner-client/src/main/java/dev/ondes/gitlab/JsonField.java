package dev.ondes.gitlab;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One field of a payload and where it stands. What is missing or null reads as its default; what is of another kind than
 * wanted (a list for a text) is an error, since to leave it out would run another job than GitLab meant.
 */
record JsonField(JsonNode node, String path) {
    JsonField at(String name) {
        if (present() && !node.isObject()) {
            throw malformed("is not an object");
        }
        return new JsonField(node.path(name), path.isEmpty() ? name : path + "." + name);
    }

    MalformedPayloadException malformed(String problem) {
        return new MalformedPayloadException(path.isEmpty() ? "the payload" : path, problem);
    }

    String text() {
        return text("");
    }

    String text(String otherwise) {
        return present() ? scalar().asText() : otherwise;
    }

    String requiredText() {
        String text = text();
        if (text.isEmpty()) {
            throw malformed("is missing");
        }
        return text;
    }

    boolean flag() {
        return flag(false);
    }

    boolean flag(boolean otherwise) {
        return present() ? scalar().asBoolean() : otherwise;
    }

    long number(long otherwise) {
        Long number = wholeNumber();
        return number == null ? otherwise : number;
    }

    long requiredNumber() {
        Long number = wholeNumber();
        if (number == null) {
            throw malformed("is missing");
        }
        return number;
    }

    private @Nullable Long wholeNumber() {
        if (!present()) {
            return null;
        }
        Long number = node.isNumber() ? Long.valueOf(node.longValue()) : Reply.number(scalar().asText());
        if (number == null) {
            throw malformed("is not a number");
        }
        return number;
    }

    double decimal() {
        return present() ? scalar().asDouble() : 0;
    }

    <T> List<T> list(Function<JsonField, T> each) {
        if (!present()) {
            return List.of();
        }
        if (!node.isArray()) {
            throw malformed("is not a list");
        }
        var list = new ArrayList<T>(node.size());
        for (int i = 0; i < node.size(); i++) {
            list.add(each.apply(new JsonField(node.path(i), path + "[" + i + "]")));
        }
        return List.copyOf(list);
    }

    /** A list of texts; a lone text counts as a list of one, as old jobs have it. */
    List<String> texts() {
        return present() && node.isValueNode() ? List.of(node.asText()) : list(JsonField::text);
    }

    /** Names of an object's fields. */
    List<String> names() {
        if (!present()) {
            return List.of();
        }
        if (!node.isObject()) {
            throw malformed("is not an object");
        }
        return node.properties().stream().map(java.util.Map.Entry::getKey).toList();
    }

    boolean present() {
        return !node.isMissingNode() && !node.isNull();
    }

    private JsonNode scalar() {
        if (!node.isValueNode()) {
            throw malformed("is neither text nor number");
        }
        return node;
    }
}
