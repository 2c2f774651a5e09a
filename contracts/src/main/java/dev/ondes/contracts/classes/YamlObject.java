package dev.ondes.contracts.classes;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** An object in a file whose keys are known. Notes what is wrong and goes on, so that all of it is told at once. */
public final class YamlObject {
    private final YamlValue self;
    private final Map<String, YamlValue> members;

    YamlObject(YamlValue self, Map<String, YamlValue> members, List<String> known) {
        this.self = self;
        this.members = members;
        for (var member : members.entrySet()) {
            if (!known.contains(member.getKey())) {
                self.problems().add(member.getValue().line(), member.getValue().key(), unknown(member.getKey(), known));
            }
        }
    }

    private static String unknown(String key, List<String> known) {
        return Spelling.nearest(key, known)
                .map(nearest -> "is no known key; did you mean '" + nearest + "'?")
                .orElse("is no known key; known are " + String.join(", ", known));
    }

    public boolean has(String key) {
        return members.containsKey(key);
    }

    /** Line of a key's value, or of the object where it has no such key. */
    public int line(String key) {
        return members.getOrDefault(key, self).line();
    }

    /** The key's value, or what holds where the key is missing. */
    public <T> T optional(String key, T byDefault, Function<YamlValue, T> reader) {
        YamlValue value = members.get(key);
        return value == null ? byDefault : self.problems().read(() -> reader.apply(value), byDefault);
    }

    /**
     * The key's value; where it is missing that is noted.
     *
     * @param standIn goes on in place of a missing or wrong value
     */
    public <T> T required(String key, String example, T standIn, Function<YamlValue, T> reader) {
        if (!has(key)) {
            wrong(key, "is missing; add for example " + key + ": " + example);
        }
        return optional(key, standIn, reader);
    }

    public void wrong(String key, String fix) {
        self.problems().add(line(key), self.under(key), fix);
    }
}
