package dev.ondes.contracts.classes;

import dev.ondes.contracts.classes.JobClass.Resources;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What jobs of a class may choose for themselves.
 *
 * @param build how large they may make their build container; what isn't said here they can't change
 * @param service likewise each of their services
 * @param overwrites what else they may change of their pod
 * @param images globs of the images that they may run in; empty for all
 * @param services globs of the images that their services may have; empty for all
 * @param users ids of the users that they may run as; empty for all
 * @param groups likewise
 */
public record Allowance(
        Resources build,
        Resources service,
        Overwrites overwrites,
        List<Glob> images,
        List<Glob> services,
        List<Long> users,
        List<Long> groups) {
    /** What a class gives that says nothing. */
    public static final Allowance USUAL = new Allowance(
            Resources.UNSAID, Resources.UNSAID, Overwrites.NONE, List.of(), List.of(), List.of(), List.of());

    /** Copies the lists. */
    public Allowance {
        images = List.copyOf(images);
        services = List.copyOf(services);
        users = List.copyOf(users);
        groups = List.copyOf(groups);
    }

    /**
     * Regular expressions that a whole value must match which a job's variable gives; null where a job may give none. Values are
     * spelt as in the variables: {@code key=value}, and {@code key=value:effect} of tolerations.
     */
    public record Overwrites(
            @Nullable String nodeSelector,
            @Nullable String tolerations,
            @Nullable String labels,
            @Nullable String annotations,
            @Nullable String serviceAccount) {
        public static final Overwrites NONE = new Overwrites(null, null, null, null, null);
    }
}
