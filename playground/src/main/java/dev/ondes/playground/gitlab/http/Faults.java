package dev.ondes.playground.gitlab.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The faults that are ordered and not used up; the first that fits a call is used. Thread-safe. */
public final class Faults {
    /** What is left of a fault. */
    private static final class Left {
        private final Fault fault;
        private int skip;
        private int times;

        Left(Fault fault) {
            this.fault = fault;
            skip = fault.skip();
            times = fault.times();
        }

        Fault.@Nullable Act use(Call call, String path) {
            if (fault.call() != call || !path.contains(fault.path())) {
                return null;
            }
            if (skip > 0) {
                skip--;
                return null;
            }
            times--;
            return fault.act();
        }
    }

    private final List<Left> ordered = new ArrayList<>();

    public synchronized void order(Fault fault) {
        ordered.add(new Left(fault));
    }

    /** Orders a fault in JSON; an {@link IllegalArgumentException} says what can't be read. */
    public void order(JsonNode json) {
        order(Fault.parse(json));
    }

    /** Nothing goes wrong any more. */
    public synchronized void clear() {
        ordered.clear();
    }

    /** The fault for this call, which is one less from now on. */
    public synchronized Optional<Fault.Act> take(Call call, String path) {
        for (Left left : ordered) {
            Fault.@Nullable Act act = left.use(call, path);
            if (act != null) {
                ordered.removeIf(used -> used.times <= 0);
                return Optional.of(act);
            }
        }
        return Optional.empty();
    }
}
