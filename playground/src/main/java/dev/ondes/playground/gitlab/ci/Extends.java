package dev.ondes.playground.gitlab.ci;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Lays a job over what it {@code extends}, from the farthest ancestor to itself. */
record Extends(String file, Section root) {
    private static final int DEEPEST = 11;

    Section resolve(String job) {
        return new Section(file, "job '" + job + "'", resolve(job, new LinkedHashSet<>()));
    }

    private Yaml.Keys resolve(String name, Set<String> path) {
        Section own = Section.of(file, "job '" + name + "'", root.value(name));
        List<String> bases = own.textOrList("extends");
        if (bases == null) {
            return own.keys();
        }
        path.add(name);
        if (path.size() > DEEPEST) {
            throw own.wrong("extends", "at most " + DEEPEST + " levels deep");
        }
        Yaml.Keys merged = new Yaml.Keys(Map.of(), own.keys().line());
        for (String base : bases) {
            if (path.contains(base)) {
                throw own.wrong("extends", "free of cycles: " + String.join(" -> ", path) + " -> " + base);
            }
            if (!root.has(base)) {
                throw own.wrong("extends", "a job of this file; '" + base + "' is none");
            }
            merged = resolve(base, new LinkedHashSet<>(path)).over(merged);
        }
        return own.keys().over(merged);
    }
}
