package dev.ondes.contracts.node;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the detector on a node heard from the node's cloud, as it tells spot-watcher: {@code POST /notices} with
 * {@link DetectedNoticeJson}. The detector tells it until it is answered, so that the same notice may come more than once.
 * A machine has at most one notice of a kind at a time: the one that is due first.
 *
 * @param provider the cloud
 * @param instanceId as in the node's providerID: AWS {@code i-…}, GCP the instance's name, Azure {@code <vmss>_<n>} or the
 *     machine's name
 * @param node name of the node that the detector runs on
 * @param instanceType such as {@code m6i.xlarge}, where the cloud says it
 * @param zone such as {@code eu-west-1b}, where the cloud says it
 * @param action what will be done to the machine
 * @param noticedAt when the detector first saw it; of a withdrawal, when it saw that
 * @param deadline when it will be done; null where the cloud doesn't say
 * @param source which service of the cloud said it: one of the constants here
 * @param rawId the cloud's own name of the event, or what stands for one
 * @param withdrawn whether the cloud no longer says it: the node stays. Concerns what was heard from the same source
 */
public record DetectedNotice(
        Provider provider,
        String instanceId,
        String node,
        @Nullable String instanceType,
        @Nullable String zone,
        NoticeKind kind,
        InstanceAction action,
        Instant noticedAt,
        @Nullable Instant deadline,
        String source,
        String rawId,
        boolean withdrawn) {
    /** AWS' instance metadata service. */
    public static final String IMDS = "imds";

    public static final String GCP_METADATA = "gcp-metadata";
    public static final String AZURE_SCHEDULED_EVENTS = "azure-scheduled-events";
}
