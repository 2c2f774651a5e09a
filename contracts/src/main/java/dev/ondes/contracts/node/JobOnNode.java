package dev.ondes.contracts.node;

/**
 * A CI job on the node at the time of the notice.
 *
 * @param jobId GitLab's job id
 * @param pod its pod's name
 */
public record JobOnNode(long jobId, String pod) {}
