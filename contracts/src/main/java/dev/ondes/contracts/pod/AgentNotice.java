package dev.ondes.contracts.pod;

import org.jspecify.annotations.Nullable;

/**
 * What the agent is told while it runs: its node goes away. Read from {@link PodLayout#NOTICE}.
 *
 * @param line for the job's log; null where there is nothing to say
 * @param moves whether the job is to run elsewhere from its beginning, once the pod is asked to end: what its script does
 *     from then on is in vain
 */
public record AgentNotice(@Nullable String line, boolean moves) {}
