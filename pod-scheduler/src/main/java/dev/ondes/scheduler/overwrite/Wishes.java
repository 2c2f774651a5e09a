package dev.ondes.scheduler.overwrite;

import dev.ondes.contracts.classes.JobClass;
import dev.ondes.gitlab.JobPayload;
import dev.ondes.gitlab.JobPayload.Variable;
import dev.ondes.gitlab.JobVariables;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a job says of its pod by variables: its own, above those of its class. Collects what its user is to be told of them. Texts
 * name variables and never repeat a value that isn't known to be harmless. One thread.
 */
final class Wishes {
    private static final String NO_FILES = "";
    /** Below this GitLab masks nothing, and it would be found in anything. */
    private static final int SHORTEST_SECRET = 8;
    /** Nothing that is meant for a regular expression, or for a pod, is longer. */
    private static final int LONGEST = 1000;

    private final JobClass jobClass;
    private final List<String> keys;
    private final JobVariables variables;
    private final List<String> notes = new ArrayList<>();

    private Wishes(JobClass jobClass, List<Variable> inOrder) {
        this.jobClass = jobClass;
        keys = inOrder.stream().map(Variable::key).distinct().sorted().toList();
        variables = new JobVariables(inOrder, NO_FILES);
    }

    /** Of a job that says nothing. */
    static Wishes of(JobClass jobClass) {
        return new Wishes(jobClass, JobVariables.ofClass(jobClass.variables()));
    }

    static Wishes of(JobPayload payload, JobClass jobClass) {
        return new Wishes(jobClass, inOrder(payload, jobClass).toList());
    }

    /** Of one of its services, whose own variables win. */
    static Wishes of(JobPayload payload, JobClass jobClass, JobPayload.Image service) {
        return new Wishes(
                jobClass,
                Stream.concat(inOrder(payload, jobClass), service.variables().stream())
                        .toList());
    }

    private static Stream<Variable> inOrder(JobPayload payload, JobClass jobClass) {
        return Stream.concat(JobVariables.ofClass(jobClass.variables()).stream(), payload.variables().stream());
    }

    /** A variable's value; null where there is none, or an empty one. */
    @Nullable
    String get(String variable) {
        String value = variables.get(variable, "").strip();
        return value.isEmpty() ? null : value;
    }

    /** Names of variables, in alphabetical order; those without a value are left out. */
    List<String> startingWith(String prefix) {
        return keys.stream()
                .filter(key -> key.startsWith(prefix) && get(key) != null)
                .toList();
    }

    /** A text of the job with its variables replaced. */
    String expand(String text) {
        return variables.expand(text).strip();
    }

    /**
     * A variable's value where the class lets jobs give such; null, and a note, where it lets none.
     *
     * @param allowed what the whole value must match; null for nothing
     * @param what in plural, such as {@code labels}
     * @throws IllegalArgumentException with a sentence for the job's user, where the value isn't one of those
     */
    @Nullable
    String gated(String variable, @Nullable String allowed, String what) {
        String value = get(variable);
        if (value == null) {
            return null;
        }
        if (allowed == null) {
            ignored(variable, "class " + jobClass.name() + " lets no job choose " + what);
            return null;
        }
        if (value.length() > LONGEST || !Pattern.matches(allowed, value)) {
            throw refused(
                    variable,
                    "is not allowed in class " + jobClass.name() + ", whose jobs may choose " + what + " that match "
                            + allowed);
        }
        boolean secret = variables.masked().stream()
                .anyMatch(masked -> masked.length() >= SHORTEST_SECRET && value.contains(masked));
        if (secret) {
            throw refused(variable, "holds a masked value, which all would see who may see the pod; use another");
        }
        return value;
    }

    JobClass jobClass() {
        return jobClass;
    }

    void ignored(String variable, String why) {
        notes.add(variable + " is ignored: " + why);
    }

    void note(String note) {
        notes.add(note);
    }

    List<String> notes() {
        return List.copyOf(notes);
    }

    static IllegalArgumentException refused(String variable, String why) {
        return new IllegalArgumentException("the variable " + variable + " " + why);
    }
}
