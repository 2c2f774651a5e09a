package dev.ondes.playground.platform;

import java.util.List;

/**
 * A job class of the playground and the runner behind it.
 *
 * @param tags the runner's tags
 * @param limit jobs at once
 * @param capacity such as {@code [spot, on-demand]}
 * @param cpu what its build containers ask for
 * @param agentMemory what its agents may use, such as {@code 64Mi}; empty for all that is there
 * @param pod what its pods have beyond that, as the class file has it in one line
 */
public record RunnerClass(
        String name, List<String> tags, int limit, List<String> capacity, String cpu, String agentMemory, String pod) {
    /** Little enough for many at once on a small machine. */
    public static final String SMALL = "50m";

    /** The classes of the demo: an ordinary one on cheap nodes first, and one that never is. */
    public static final List<RunnerClass> DEMO = List.of(
            new RunnerClass("standard", List.of("linux"), 6, List.of("spot", "on-demand"), SMALL),
            new RunnerClass("steady", List.of("on-demand"), 2, List.of("on-demand"), SMALL));

    /** One whose agents may use all memory that is there. */
    public RunnerClass(String name, List<String> tags, int limit, List<String> capacity, String cpu) {
        this(name, tags, limit, capacity, cpu, "", "{}");
    }

    /** The same with less memory for its agents. */
    public RunnerClass withAgentMemory(String memory) {
        return new RunnerClass(name, tags, limit, capacity, cpu, memory, pod);
    }

    /** The same with something more for its pods. */
    public RunnerClass withPod(String yaml) {
        return new RunnerClass(name, tags, limit, capacity, cpu, agentMemory, yaml);
    }

    /** Copies the lists. */
    public RunnerClass {
        tags = List.copyOf(tags);
        capacity = List.copyOf(capacity);
    }

    String yaml(String token, String namespace) {
        return """
                  - name: %s
                    token: %s
                    limit: %d
                    namespace: %s
                    image: ondes/sample-build:1
                    pullPolicy: IfNotPresent
                    resources:
                      build: {cpu: %s, memory: 256Mi}
                      agent: {cpu: 20m%s}
                      max: {build: {cpuLimit: 2, memory: 512Mi}}
                    capacity: [%s]
                    fallbackAfter: 10s
                    unschedulableAfter: 5m
                    terminationGrace: 30s
                    pod: %s
                """.formatted(
                        name,
                        token,
                        limit,
                        namespace,
                        cpu,
                        agentMemory.isEmpty() ? "" : ", memory: %1$s, memoryLimit: %1$s".formatted(agentMemory),
                        String.join(", ", capacity),
                        pod);
    }
}
