package dev.ondes.scheduler.overwrite;

import dev.ondes.contracts.classes.JobClass.Resources;
import dev.ondes.contracts.classes.Spelling;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Request and limit of one resource as the class file spells them; null where nothing is said. */
record Bounds(@Nullable String request, @Nullable String limit) {

    static Bounds cpu(Resources resources) {
        return new Bounds(resources.cpu(), resources.cpuLimit());
    }

    static Bounds memory(Resources resources) {
        return new Bounds(resources.memory(), resources.memoryLimit()).settled();
    }

    static Bounds ephemeralStorage(Resources resources) {
        return new Bounds(resources.ephemeralStorage(), resources.ephemeralStorageLimit()).settled();
    }

    /** Whether two are of one size, however they are spelt. */
    static boolean alike(Resources one, Resources other) {
        return cpu(one).alike(cpu(other))
                && memory(one).alike(memory(other))
                && ephemeralStorage(one).alike(ephemeralStorage(other));
    }

    private boolean alike(Bounds other) {
        return isAsMuch(request, other.request) && isAsMuch(limit, other.limit);
    }

    private static boolean isAsMuch(@Nullable String quantity, @Nullable String as) {
        return (quantity == null || as == null)
                ? Objects.equals(quantity, as)
                : Spelling.amount(quantity).compareTo(Spelling.amount(as)) == 0;
    }

    /** What is said of the request holds for a limit of which nothing is said. */
    Bounds settled() {
        return limit == null ? new Bounds(request, request) : this;
    }

    /** More is asked for than may be used, which Kubernetes refuses. */
    boolean upsideDown() {
        return isMore(request, limit);
    }

    /** With what was asked for; what wasn't goes along where it must. */
    Bounds with(Bounds asked) {
        var both =
                new Bounds(asked.request == null ? request : asked.request, asked.limit == null ? limit : asked.limit);
        if (!both.upsideDown()) {
            return both;
        }
        String moved = asked.limit == null ? both.request : asked.limit;
        return new Bounds(moved, moved);
    }

    static boolean isMore(@Nullable String quantity, @Nullable String than) {
        return quantity != null && than != null && Spelling.amount(quantity).compareTo(Spelling.amount(than)) > 0;
    }
}
