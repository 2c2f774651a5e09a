package dev.ondes.contracts.job;

import org.jspecify.annotations.Nullable;

/** What can be done about a job that had too little memory: the same words from the agent and from pod-scheduler. Pure. */
public final class MemoryHint {
    private static final long MIB = 1L << 20;

    private MemoryHint() {}

    /**
     * For the people who wrote the script.
     *
     * @param limit bytes that the build container may use; null where that isn't known
     */
    public static String forScript(String jobClass, @Nullable Long limit) {
        return "in class " + jobClass + " it may use "
                + (limit == null ? "no more" : Math.round((double) limit / MIB) + " MiB")
                + "; let the script need less, ask for more by KUBERNETES_MEMORY_LIMIT where the class allows that, choose a"
                + " class with more by the job's tags, or have resources.build.memoryLimit raised in the class file";
    }

    /** For operators: no job is to blame. */
    public static String forAgent(String jobClass) {
        return "class " + jobClass
                + " allows its agents too little memory; raise resources.agent.memoryLimit in the class file";
    }
}
