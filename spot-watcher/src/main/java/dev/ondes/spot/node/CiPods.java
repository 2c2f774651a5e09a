package dev.ondes.spot.node;

import dev.ondes.contracts.node.JobOnNode;
import dev.ondes.contracts.node.NodeMarks;
import dev.ondes.contracts.pod.PodLayout;
import dev.ondes.messaging.log.LogLine;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * CI jobs on each node, by one watch of their pods: an event must name them though the API server is away. Thread-safe.
 */
public final class CiPods {
    private static final Logger LOG = Logger.getLogger(CiPods.class);

    private final SharedIndexInformer<Pod> informer;
    private final LostJobs lost;
    private final Map<String, OnNode> byUid = new ConcurrentHashMap<>();
    private volatile boolean synced;
    private volatile boolean dead;

    /** A CI pod that has a node and hasn't ended. */
    public record OnNode(String node, String namespace, String name, String uid, long jobId) {
        private JobOnNode job() {
            return new JobOnNode(jobId, name);
        }
    }

    public CiPods(KubernetesClient client, Clock clock) {
        this.lost = new LostJobs(clock);
        this.informer = client.pods()
                .inAnyNamespace()
                .withLabel(NodeMarks.MANAGED_BY, NodeMarks.ONDES)
                .runnableInformer(0);
    }

    public void start() {
        informer.exceptionHandler((_, failure) -> {
            LOG.warn(LogLine.of("watch of CI pods broke, begins again").why(failure.getMessage()));
            return true;
        });
        informer.addEventHandler(new Handler());
        informer.stopped().whenComplete((_, failure) -> dead |= failure != null);
        informer.start();
    }

    public void stop() {
        informer.stop();
    }

    /** Whether every pod of the first list is known here: the informer says that it has synced before its handler saw them. */
    public boolean synced() {
        return synced;
    }

    public boolean alive() {
        return !dead;
    }

    public List<OnNode> on(String node) {
        return byUid.values().stream().filter(pod -> pod.node().equals(node)).toList();
    }

    /** Those that run there, and those that the node took with it a moment ago: a loss may be seen before its notice is heard. */
    public List<JobOnNode> jobsOn(String node) {
        return Stream.concat(on(node).stream().filter(pod -> pod.jobId() > 0).map(OnNode::job), lost.on(node).stream())
                .distinct()
                .toList();
    }

    /**
     * Whether a pod that is gone now was lost, by what was last seen of it. pod-scheduler lets a pod go when its job's end is told:
     * its agent has ended then, which only a kubelet that lives says, but its phase often still is {@code Running}.
     */
    static boolean lost(Pod gone) {
        return disrupted(gone) || !(PodFacts.read(gone).finished() || agentEnded(gone));
    }

    private static boolean disrupted(Pod pod) {
        return pod.getStatus() != null
                && pod.getStatus().getConditions().stream()
                        .anyMatch(condition ->
                                "DisruptionTarget".equals(condition.getType()) && "True".equals(condition.getStatus()));
    }

    private static boolean agentEnded(Pod pod) {
        return pod.getStatus() != null
                && pod.getStatus().getContainerStatuses().stream()
                        .anyMatch(status -> PodLayout.AGENT_CONTAINER.equals(status.getName())
                                && status.getState() != null
                                && status.getState().getTerminated() != null);
    }

    private final class Handler implements ResourceEventHandler<Pod> {
        @Override
        public void onList(String version, boolean empty) {
            synced = true;
        }

        @Override
        public void onAdd(Pod pod) {
            see(pod);
        }

        @Override
        public void onUpdate(Pod before, Pod pod) {
            see(pod);
        }

        @Override
        public void onDelete(Pod pod, boolean finalStateUnknown) {
            forget(pod.getMetadata().getUid(), lost(pod));
        }

        /** @param loss whether it went without having ended, or ended by no doing of its own */
        private void forget(String uid, boolean loss) {
            OnNode gone = byUid.remove(uid);
            if (gone != null && loss && gone.jobId() > 0) {
                lost.lost(gone.node(), gone.job());
            }
        }

        private void see(Pod pod) {
            var meta = pod.getMetadata();
            meta.setManagedFields(List.of());
            String node = pod.getSpec().getNodeName();
            if (node == null || PodFacts.read(pod).finished()) {
                forget(meta.getUid(), disrupted(pod));
            } else {
                byUid.put(
                        meta.getUid(), new OnNode(node, meta.getNamespace(), meta.getName(), meta.getUid(), job(pod)));
            }
        }

        private long job(Pod pod) {
            try {
                return Long.parseLong(
                        Objects.requireNonNullElse(pod.getMetadata().getLabels().get(NodeMarks.JOB), "0"));
            } catch (NumberFormatException e) {
                return 0;
            }
        }
    }
}
