package dev.ondes.scheduler.overwrite;

import dev.ondes.contracts.classes.JobClass.Resources;
import dev.ondes.contracts.classes.Spelling;
import org.jspecify.annotations.Nullable;

/** Request and limit of one resource as the class file spells them; null where nothing is said. */
record Bounds(@Nullable String request, @Nullable String limit) {

    static Bounds cpu(Resources resources) {
        return new Bounds(resources.cpu(), resources.cpuLimit());
    }

    static Bounds memory(Resources resources) {
        return new Bounds(resources.memory(), resources.memoryLimit()).alike();
    }

    static Bounds ephemeralStorage(Resources resources) {
        return new Bounds(resources.ephemeralStorage(), resources.ephemeralStorageLimit()).alike();
    }

    /** What is said of the request holds for a limit of which nothing is said. */
    Bounds alike() {
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
