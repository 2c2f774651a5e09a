package dev.ondes.images.port;

import dev.ondes.contracts.build.BuildTimings;
import dev.ondes.contracts.build.BuiltImage;
import dev.ondes.images.build.Order;
import java.util.List;

/** Says beside an image how it came about. Thread-safe; said again it is the same. */
public interface Statements {
    /**
     * Says it.
     *
     * @throws RefusedException when the registry did not take it
     */
    void attach(Order order, List<BuiltImage> images, BuildTimings timings, String dockerConfig);
}
