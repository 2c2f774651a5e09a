package dev.ondes.playground.process;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What to start: a command, what it adds to the environment, and where its output goes. Immutable.
 *
 * @param name how it is called in messages, and the name of its log file
 * @param folder its working folder; its log is {@code <folder>/<name>.log}
 */
public record Program(String name, Path folder, List<String> command, Map<String, String> environment) {

    /** Copies the collections. */
    public Program {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    public Program(String name, Path folder, List<String> command) {
        this(name, folder, command, Map.of());
    }

    /** The same with one more variable. */
    public Program with(String variable, String value) {
        Map<String, String> more = new LinkedHashMap<>(environment);
        more.put(variable, value);
        return new Program(name, folder, command, more);
    }

    Path log() {
        return folder.resolve(name + ".log");
    }
}
