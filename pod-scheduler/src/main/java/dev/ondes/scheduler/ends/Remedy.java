package dev.ondes.scheduler.ends;

import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.job.MemoryHint;
import dev.ondes.scheduler.pods.ContainerFacts.Terminated;
import dev.ondes.scheduler.pods.JobPod;
import org.jspecify.annotations.Nullable;

/** What people read beside a pod's death: what was seen of it, and where it is known, what to do. Pure. */
public final class Remedy {
    private Remedy() {}

    public static @Nullable String detail(JobPod pod, Verdict.Dead dead) {
        String jobClass = pod.job().jobClass();
        if (dead.reason() == EndReason.OUT_OF_MEMORY) {
            return beside(
                    dead.detail(), MemoryHint.forScript(jobClass, pod.build().memoryLimit()));
        }
        boolean agentsMemory = dead.reason() == EndReason.AGENT_LOST
                && pod.facts().agent() instanceof Terminated agent
                && agent.outOfMemory();
        return agentsMemory ? beside(dead.detail(), MemoryHint.forAgent(jobClass)) : dead.detail();
    }

    private static String beside(@Nullable String seen, String hint) {
        return seen == null ? hint : seen + "; " + hint;
    }
}
