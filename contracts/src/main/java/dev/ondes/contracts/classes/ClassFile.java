package dev.ondes.contracts.classes;

import dev.ondes.contracts.job.CapacityType;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The class file: which GitLab, which nodes, which classes. Immutable.
 *
 * @param gitlabUrl base address of GitLab as the services and the pods reach it
 * @param capacities how pods reach each capacity type; a type that is missing here needs no selector and no toleration
 */
public record ClassFile(URI gitlabUrl, Map<CapacityType, NodeChoice> capacities, List<JobClass> classes) {

    /** Copies the collections. */
    public ClassFile {
        capacities = Map.copyOf(capacities);
        classes = List.copyOf(classes);
    }

    /** Whether the reader needs the tokens, as job-dispatcher does, or must not see them, as pod-scheduler. */
    public enum Tokens {
        REQUIRED,
        LEFT_OUT
    }

    /**
     * Reads and checks a class file; all that is wrong is told at once.
     *
     * @throws ClassFileException naming file, line, key and fix
     */
    public static ClassFile read(Path file, Tokens tokens) {
        return ClassFileReader.read(file, tokens);
    }

    public Optional<JobClass> named(String name) {
        return classes.stream().filter(jobClass -> jobClass.name().equals(name)).findFirst();
    }
}
