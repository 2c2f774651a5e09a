package dev.ondes.cli;

import dev.ondes.contracts.retry.Pause;
import java.io.PrintWriter;
import java.lang.reflect.Constructor;
import java.util.Map;
import picocli.CommandLine;

/**
 * What a command finds around itself.
 *
 * @param out for results and the builder's log
 * @param err for people: progress and problems
 * @param pause how it waits
 */
public record Surroundings(Map<String, String> environment, PrintWriter out, PrintWriter err, Pause pause) {

    /** Hands itself to the commands that ask for it. */
    record Factory(Surroundings surroundings) implements CommandLine.IFactory {
        @Override
        public <K> K create(Class<K> type) throws Exception {
            for (Constructor<?> constructor : type.getDeclaredConstructors()) {
                if (constructor.getParameterCount() == 1 && constructor.getParameterTypes()[0] == Surroundings.class) {
                    return type.cast(constructor.newInstance(surroundings));
                }
            }
            return CommandLine.defaultFactory().create(type);
        }
    }
}
