package dev.ondes.scheduler.ends;

import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.job.MemoryHint;
import dev.ondes.contracts.pod.AgentJob;
import dev.ondes.gitlab.JobPayload;
import dev.ondes.scheduler.login.RegistryLogins;
import dev.ondes.scheduler.pods.ContainerFacts.Terminated;
import dev.ondes.scheduler.pods.JobPod;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What people read beside a pod's death: what was seen of it, and where it is known, what to do. Pure. */
public final class Remedy {
    private Remedy() {}

    /**
     * What was seen, and what to do.
     *
     * @param told what the pod's agent was told; empty where that is unknown
     */
    public static @Nullable String detail(JobPod pod, Verdict.Dead dead, Optional<AgentJob> told) {
        String jobClass = pod.job().jobClass();
        String seen = dead.detail();
        // The pod's logins hold for all its containers: a wrong one of the job's keeps the agent's image away, too.
        boolean pull = dead.reason() == EndReason.IMAGE_NOT_FOUND
                || dead.reason() == EndReason.IMAGE_PULL_FAILED
                || dead.reason() == EndReason.POD_REFUSED;
        if (pull && seen != null && PullTrouble.isAboutLogins(seen)) {
            return told.map(job -> RegistryLogins.of(JobPayload.parse(job.payload()), job.variables()))
                    .map(logins -> beside(seen, logins.remark(seen)))
                    .orElse(seen);
        }
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
