package dev.ondes.playground.cluster.embedded;

import dev.ondes.playground.cluster.ClusterNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One node: registers it, runs the pods bound to it, and suffers {@link EmbeddedFault}s. Takes events on the
 * informers' threads and never blocks them.
 */
final class NodeAgent extends Loop {
    private static final Duration HEARTBEAT = Duration.ofSeconds(1);

    private final ClusterNode node;
    private final NodeSetting setting;
    private final SilenceGate gate = new SilenceGate();
    private final Map<String, PodRun> runs = new ConcurrentHashMap<>();
    private volatile boolean on = true;
    private volatile Instant heardAt;

    NodeAgent(ClusterNode node, NodeSetting setting) {
        super("node " + node.name(), HEARTBEAT);
        this.node = node;
        this.setting = setting;
        this.heardAt = setting.clock().instant();
        setting.world().client().nodes().resource(EmbeddedFault.object(node)).create();
        setting.world().onChange(this::changed);
        setting.world().onDelete(this::deleted);
    }

    String name() {
        return node.name();
    }

    /** When it last gave a sign of life. */
    Instant heardAt() {
        return heardAt;
    }

    /** A sign of life. */
    @Override
    void look() {
        if (on && !gate.isClosed()) {
            heardAt = setting.clock().instant();
        }
    }

    private void changed(HasMetadata object) {
        if (object instanceof Node changed && changed.getMetadata().getName().equals(node.name())) {
            suffer(EmbeddedFault.of(changed));
        }
        if (object instanceof Pod pod && on && node.name().equals(pod.getSpec().getNodeName())) {
            take(pod);
        }
    }

    private void take(Pod pod) {
        PodRun run = runs.get(Pods.uid(pod));
        if (run == null && !Pods.ended(pod)) {
            run = begin(pod, false);
        }
        if (run == null && Pods.deleted(pod)) {
            // It has ended here before this node was down.
            Thread.startVirtualThread(() -> Pods.remove(setting.world().client(), pod));
        }
        if (run != null) {
            run.changed(pod);
        }
        if (run != null && Pods.deleted(pod)) {
            run.delete(Duration.ofSeconds(
                    Objects.requireNonNullElse(pod.getMetadata().getDeletionGracePeriodSeconds(), 0L)));
        }
    }

    private PodRun begin(Pod pod, boolean afterBoot) {
        var run = new PodRun(pod, setting, gate);
        runs.put(Pods.uid(pod), run);
        run.start(afterBoot);
        return run;
    }

    private void deleted(HasMetadata object) {
        if (object instanceof Pod pod) {
            PodRun run = runs.remove(Pods.uid(pod));
            if (run != null) {
                run.gone();
            }
        }
    }

    private void suffer(EmbeddedFault fault) {
        gate.set(fault == EmbeddedFault.SILENT);
        if (on && fault == EmbeddedFault.CRASHED) {
            on = false;
            crash();
        } else if (!on && fault != EmbeddedFault.CRASHED) {
            on = true;
            heardAt = setting.clock().instant();
            boot();
        }
    }

    private void crash() {
        List<PodRun> lost = List.copyOf(runs.values());
        runs.clear();
        gate.set(false);
        lost.forEach(PodRun::crash);
    }

    private void boot() {
        for (Pod pod : setting.world().pods()) {
            if (node.name().equals(pod.getSpec().getNodeName())) {
                if (!Pods.ended(pod)) {
                    begin(pod, true);
                }
                take(pod);
            }
        }
    }

    /** Ends all that runs here. */
    @Override
    public void close() {
        super.close();
        on = false;
        crash();
    }
}
