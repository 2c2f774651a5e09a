package dev.ondes.spot.node;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;

/** Who said a notice, in order: who set the deadline stands first, so that a successor knows who may put it off. */
public final class Sources {
    private Sources() {}

    /** All of them, each once. */
    public static List<String> all(Collection<String> first, Collection<String> others) {
        var all = new LinkedHashSet<>(first);
        all.addAll(others);
        return List.copyOf(all);
    }
}
