package dev.ondes.spot;

import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.kubernetes.RawCalls;
import dev.ondes.spot.limit.ApiLimiter;
import dev.ondes.spot.node.CiPods;
import dev.ondes.spot.node.NodeIndex;
import dev.ondes.spot.node.NodeWatch;
import dev.ondes.spot.notice.Detector;
import dev.ondes.spot.notice.Notices;
import dev.ondes.spot.settings.SpotSettings;
import dev.ondes.spot.sqs.SqsDetector;
import dev.ondes.spot.sqs.SqsSettings;
import dev.ondes.spot.sqs.hook.ClusterHookNodes;
import dev.ondes.spot.sqs.hook.Occupied;
import dev.ondes.spot.tell.Meters;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;

/** What is heard from AWS by a queue: on every replica its messages, on the leader lifecycle hooks and status checks. */
@ApplicationScoped
public class AwsDetectors {

    @Produces
    @Singleton
    SqsDetector sqs(
            SqsSettings settings,
            SpotSettings spot,
            Notices notices,
            NodeIndex index,
            NodeWatch watch,
            CiPods pods,
            KubernetesClient client,
            ApiLimiter limiter,
            MeterRegistry registry,
            Meters meters,
            Clock clock) {
        var nodes = new ClusterHookNodes(
                index,
                () -> watch.informer().getStore().list(),
                new Occupied(
                        node -> !pods.on(node).isEmpty(),
                        spot.allModes().of(NoticeKind.GROUP_SCALE_IN).drains()),
                new RawCalls(client),
                limiter);
        return SqsDetector.of(settings, spot.dryRun(), notices, index, nodes, registry, meters, clock);
    }

    static void close(@Disposes SqsDetector detector) {
        detector.close();
    }

    @Produces
    @Singleton
    @Named("aws-queue")
    Detector queue(SqsDetector detector) {
        return detector.everywhere();
    }

    @Produces
    @Singleton
    @Named("aws-leader")
    Detector leader(SqsDetector detector) {
        return detector.onLeader();
    }
}
