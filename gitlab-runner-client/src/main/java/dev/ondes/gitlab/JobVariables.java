package dev.ondes.gitlab;

import dev.ondes.gitlab.JobPayload.Variable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All variables of a job, and what texts of the job become by them: the one place for GitLab's rules of order and expansion. Of two
 * with one key the later one counts. A file variable's value, as others and the script see it, is its file's path. Immutable.
 */
public final class JobVariables {
    private final Map<String, Variable> byKey;
    private final String fileDirectory;

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

    public String get(String key, String otherwise) {
        String value = get(key);
        return value == null || value.isEmpty() ? otherwise : value;
    }

    /** Whether a variable is {@code true} or {@code 1}; {@code otherwise} where it is unset or empty. */
    public boolean flag(String key, boolean otherwise) {
        String value = get(key, "").strip();
        return value.isEmpty() ? otherwise : value.equalsIgnoreCase("true") || value.equals("1");
    }

    /** A text of the job, such as an artifact's path, with its variables replaced. */
    public String expand(String text) {
        return expansion().expand(text);
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
        return variable.raw() ? value : expansionWithout(variable.key()).expand(value);
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
                : new Expansion.Source(variable.value().reveal(), variable.raw());
    }
}
