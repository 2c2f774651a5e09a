package dev.ondes.playground.gitlab.payload;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Expands references between variables as far as GitLab does: {@code $X}, {@code ${X}} and {@code %X%} of variables it
 * knows; what it doesn't know, {@code $$}, file variables, cycles, and the values of raw variables stay as they are. Pure.
 */
final class VariableExpansion {
    private static final Pattern REFERENCE = Pattern.compile(
            "\\$\\$|%%|\\$([a-zA-Z_][a-zA-Z0-9_]*)|\\$\\{([a-zA-Z_][a-zA-Z0-9_]*)}|%([a-zA-Z_][a-zA-Z0-9_]*)%");

    private final Map<String, JobVariable> byKey = new HashMap<>();

    private VariableExpansion(List<JobVariable> variables) {
        variables.forEach(variable -> byKey.put(variable.key(), variable));
    }

    /** Of several with one key the last is meant. */
    static List<JobVariable> expand(List<JobVariable> variables) {
        var expansion = new VariableExpansion(variables);
        var expanded = new ArrayList<JobVariable>();
        variables.forEach(variable ->
                expanded.add(variable.withValue(expansion.value(variable, new HashSet<>(Set.of(variable.key()))))));
        return expanded;
    }

    /** Of a text that is no variable itself. */
    static String expand(String text, List<JobVariable> variables) {
        return new VariableExpansion(variables).value(JobVariable.open("", text), new HashSet<>());
    }

    private String value(JobVariable variable, Set<String> path) {
        if (variable.raw()) {
            return variable.value();
        }
        Matcher reference = REFERENCE.matcher(variable.value());
        return reference.replaceAll(
                found -> Matcher.quoteReplacement(replacement(found.group(), name(reference), path)));
    }

    private String replacement(String reference, @Nullable String name, Set<String> path) {
        JobVariable known = name == null ? null : byKey.get(name);
        if (known == null || name == null || known.file() || path.contains(name)) {
            return reference;
        }
        var deeper = new HashSet<>(path);
        deeper.add(name);
        return value(known, deeper);
    }

    private static @Nullable String name(Matcher reference) {
        for (int group = 1; group <= reference.groupCount(); group++) {
            if (reference.group(group) != null) {
                return reference.group(group);
            }
        }
        return null;
    }
}
