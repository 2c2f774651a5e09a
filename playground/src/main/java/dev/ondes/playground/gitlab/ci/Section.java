package dev.ondes.playground.gitlab.ci;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One mapping of the file with its place, such as {@code job 'build'}; reads values by kind and says what is wrong in the
 * user's words.
 */
record Section(String file, String place, Yaml.Keys keys) {

    static Section of(String file, String place, Yaml yaml) {
        if (yaml instanceof Yaml.Keys keys) {
            return new Section(file, place, keys);
        }
        throw new CiFileException(file, yaml.line(), place + " must be a mapping");
    }

    /** Refuses every key that isn't among {@code known}. */
    Section allowing(Set<String> known) {
        keys.entries().forEach((key, entry) -> {
            if (!known.contains(key)) {
                throw new CiFileException(file, entry.line(), "unknown keyword '" + key + "' in " + place);
            }
        });
        return this;
    }

    @Nullable
    Yaml get(String key) {
        Yaml.Entry entry = keys.entries().get(key);
        return entry == null || (entry.value() instanceof Yaml.Text text && text.isNull()) ? null : entry.value();
    }

    /** Of a key that is known to be there. */
    Yaml value(String key) {
        return Objects.requireNonNull(keys.entries().get(key), key).value();
    }

    boolean has(String key) {
        return get(key) != null;
    }

    Section section(String key, Yaml value) {
        return of(file, key + " of " + place, value);
    }

    CiFileException wrong(String key, String expected) {
        Yaml.Entry entry = keys.entries().get(key);
        return new CiFileException(
                file, entry == null ? keys.line() : entry.line(), "'" + key + "' of " + place + " must be " + expected);
    }

    @Nullable
    String text(String key) {
        return switch (get(key)) {
            case null -> null;
            case Yaml.Text text -> text.value();
            case Yaml.Items _, Yaml.Keys _ -> throw wrong(key, "text");
        };
    }

    boolean flag(String key, boolean otherwise) {
        return switch (get(key)) {
            case null -> otherwise;
            case Yaml.Text text
            when text.plain() -> {
                Boolean value = bool(text.value());
                if (value == null) {
                    throw wrong(key, "true or false");
                }
                yield value;
            }
            case Yaml _ -> throw wrong(key, "true or false");
        };
    }

    int number(String key, Yaml value) {
        try {
            if (value instanceof Yaml.Text text) {
                return Integer.parseInt(text.value());
            }
        } catch (NumberFormatException e) {
            throw wrong(key, "a whole number");
        }
        throw wrong(key, "a whole number");
    }

    /** A list of texts, flat. */
    @Nullable
    List<String> list(String key) {
        return switch (get(key)) {
            case null -> null;
            case Yaml.Items items -> texts(key, items, false);
            case Yaml.Text _, Yaml.Keys _ -> throw wrong(key, "a list");
        };
    }

    /** One text or a list of texts, which may hold lists, as anchors make them. */
    @Nullable
    List<String> textOrList(String key) {
        return switch (get(key)) {
            case null -> null;
            case Yaml.Text text -> List.of(text.value());
            case Yaml.Items items -> texts(key, items, true);
            case Yaml.Keys _ -> throw wrong(key, "text or a list of texts");
        };
    }

    /** As {@link #textOrList}, of known words; empty where there is no such key. */
    List<String> oneOf(String key, Set<String> allowed) {
        List<String> words = Objects.requireNonNullElse(textOrList(key), List.of());
        if (!allowed.containsAll(words)) {
            throw wrong(key, "among " + allowed.stream().sorted().toList());
        }
        return words;
    }

    Map<String, CiVariable> variables(String key, boolean described) {
        var variables = new LinkedHashMap<String, CiVariable>();
        Yaml value = get(key);
        if (value == null) {
            return variables;
        }
        Section section = section(key, value);
        section.keys().entries().keySet().forEach(name -> variables.put(name, section.variable(name, described)));
        return variables;
    }

    private CiVariable variable(String name, boolean described) {
        Yaml value = value(name);
        return switch (value) {
            case Yaml.Text text -> new CiVariable(text.isNull() ? "" : text.value(), false);
            case Yaml.Keys _ -> {
                Section form = section("'" + name + "'", value)
                        .allowing(described ? Set.of("value", "description", "expand") : Set.of("value", "expand"));
                String content = form.text("value");
                yield new CiVariable(content == null ? "" : content, !form.flag("expand", true));
            }
            case Yaml.Items _ -> throw wrong(name, "text, or a mapping with 'value'");
        };
    }

    private List<String> texts(String key, Yaml.Items items, boolean nested) {
        var texts = new ArrayList<String>();
        for (Yaml item : items.values()) {
            switch (item) {
                case Yaml.Text text -> texts.add(text.value());
                case Yaml.Items inner when nested -> texts.addAll(texts(key, inner, true));
                case Yaml other ->
                    throw new CiFileException(
                            file,
                            other.line(),
                            "'" + key + "' of " + place + " must hold texts (is there an unquoted ': '?)");
            }
        }
        return texts;
    }

    private static @Nullable Boolean bool(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on" -> true;
            case "false", "no", "off" -> false;
            default -> null;
        };
    }
}
