package dev.ondes.images.port;

import dev.ondes.contracts.build.BuildTimings;
import dev.ondes.contracts.build.BuiltImage;
import dev.ondes.images.build.Order;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says beside an image how it came about. Thread-safe; said again it is the same. */
public interface Statements {
    /**
     * Says it.
     *
     * @param commit that a git source stood for, where it is known
     * @throws RefusedException when the registry did not take it
     */
    void attach(
            Order order, @Nullable String commit, List<BuiltImage> images, BuildTimings timings, String dockerConfig);
}
