package dev.ondes.gitlab;

import dev.ondes.gitlab.JobPayload.Variable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All variables of a job, and what texts of the job become by them: the one place for GitLab's rules of order and expansion. Of two
 * with one key the later one counts. A file variable's value, as others and the script see it, is its file's path. What would
 * become too long by expansion stays as it was sent, see {@link #unexpanded()}. Immutable.
 */
public final class JobVariables {
    /** Twice what Linux gives to a program, so that it stops no job that could run. */
    private static final long LONGEST_ALTOGETHER = 4 << 20;

    private final Map<String, Variable> byKey;
    private final String fileDirectory;
    private final Set<String> unexpanded = new LinkedHashSet<>();

    /**
     * @param inOrder the weakest first
     * @param fileDirectory where the files of file variables are
     */
    public JobVariables(Collection<Variable> inOrder, String fileDirectory) {
        this.fileDirectory = fileDirectory;
        byKey = new LinkedHashMap<>();
        for (Variable variable : inOrder) {
            byKey.remove(variable.key());
            byKey.put(variable.key(), variable);
        }
        findUnexpanded();
    }

    private void findUnexpanded() {
        long length = 0;
        for (Variable variable : byKey.values()) {
            if (!variable.raw()) {
                String expanded =
                        expansionWithout(variable.key()).expand(variable.value().reveal());
                length += expanded == null ? 0 : expanded.length();
                if (expanded == null || length > LONGEST_ALTOGETHER) {
                    unexpanded.add(variable.key());
                }
            }
        }
    }

    /** These, and others that are stronger. */
    public JobVariables with(Collection<Variable> stronger) {
        List<Variable> all = new ArrayList<>(byKey.values());
        all.addAll(stronger);
        return new JobVariables(all, fileDirectory);
    }

    /** A variable of ours: public, taken as it is. */
    public static Variable plain(String key, String value) {
        return new Variable(key, new Secret(value), true, false, false, true);
    }

    /** The variables of a job's class: public, and expanded as those of the job. */
    public static List<Variable> ofClass(Map<String, String> valueByKey) {
        return valueByKey.entrySet().stream()
                .map(entry -> new Variable(entry.getKey(), new Secret(entry.getValue()), true, false, false, false))
                .toList();
    }

    /** The expanded value, or null where there is no such variable. */
    public @Nullable String get(String key) {
        Variable variable = byKey.get(key);
        return variable == null ? null : shown(variable);
    }

    /** As {@link #get(String)}, but of a file variable what stands in its file. */
    public @Nullable String content(String key) {
        Variable variable = byKey.get(key);
        return variable == null ? null : content(variable);
    }

    public String get(String key, String otherwise) {
        String value = get(key);
        return value == null || value.isEmpty() ? otherwise : value;
    }

    /** Whether a variable is {@code true} or {@code 1}; {@code otherwise} where it is unset or empty. */
    public boolean flag(String key, boolean otherwise) {
        String value = get(key, "").strip();
        return value.isEmpty() ? otherwise : value.equalsIgnoreCase("true") || value.equals("1");
    }

    /** A text of the job, such as an artifact's path, with its variables replaced; as it is where it would become too long. */
    public String expand(String text) {
        return Objects.requireNonNullElse(expansion().expand(text), text);
    }

    /** Keys of the variables that are not expanded, since they would become too long, each by itself or all together. */
    public Set<String> unexpanded() {
        return Collections.unmodifiableSet(unexpanded);
    }

    public List<String> expand(List<String> texts) {
        return texts.stream().map(this::expand).toList();
    }

    /** Key and value of all, as the script sees them. */
    public Map<String, String> shown() {
        Map<String, String> shown = new LinkedHashMap<>();
        byKey.values().forEach(variable -> shown.put(variable.key(), shown(variable)));
        return shown;
    }

    /** Content of each file variable by its key. */
    public Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        for (Variable variable : byKey.values()) {
            if (variable.file()) {
                files.put(variable.key(), content(variable));
            }
        }
        return files;
    }

    /** What must not be seen: masked values, as GitLab sent them and as they are after expansion. */
    public List<String> masked() {
        List<String> masked = new ArrayList<>();
        for (Variable variable : byKey.values()) {
            if (variable.masked()) {
                masked.add(variable.value().reveal());
                masked.add(content(variable));
            }
        }
        return masked;
    }

    private String shown(Variable variable) {
        return variable.file() ? path(variable) : content(variable);
    }

    private String content(Variable variable) {
        String value = variable.value().reveal();
        return isLiteral(variable)
                ? value
                : Objects.requireNonNullElse(expansionWithout(variable.key()).expand(value), value);
    }

    private boolean isLiteral(Variable variable) {
        return variable.raw() || unexpanded.contains(variable.key());
    }

    private String path(Variable variable) {
        return fileDirectory + "/" + variable.key();
    }

    private Expansion expansion() {
        return new Expansion(this::source);
    }

    /** A variable that names itself finds nothing there. */
    private Expansion expansionWithout(String key) {
        return new Expansion(name -> name.equals(key) ? null : source(name));
    }

    private Expansion.@Nullable Source source(String name) {
        Variable variable = byKey.get(name);
        if (variable == null) {
            return null;
        }
        return variable.file()
                ? new Expansion.Source(path(variable), true)
                : new Expansion.Source(variable.value().reveal(), isLiteral(variable));
    }
}
