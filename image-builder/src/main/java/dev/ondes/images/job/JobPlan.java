package dev.ondes.images.job;

import dev.ondes.contracts.job.CapacityType;
import dev.ondes.images.build.BuildJson;
import dev.ondes.images.build.Order;
import dev.ondes.images.builder.Builder;
import dev.ondes.images.builder.BuilderContainer;
import dev.ondes.images.builder.BuilderInput;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicy;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyBuilder;
import java.util.Map;
import java.util.TreeMap;

/**
 * The Job of one part of a build. Made suspended: its turn is when it is no longer. Its pods are replaced by Kubernetes itself when
 * their node goes, so that a build goes on while this service is away, and never while the lost one could still push. Pure.
 */
public final class JobPlan {
    /** More than any build survives; losses that the policy ignores don't count against it. */
    private static final int BACKOFF_LIMIT = 0;

    private final JobRules rules;
    private final PodPlan pods;

    public JobPlan(JobRules rules) {
        this.rules = rules;
        this.pods = new PodPlan(rules);
    }

    /** What the builder of a part is to do. */
    public BuilderInput input(Order order, int part) {
        var cache = order.spec().cache();
        return new BuilderInput(
                order.spec(),
                order.destinations(part),
                order.platform(part),
                order.grant().cacheRepo(),
                cache == null ? null : cache.ttl(),
                order.secretIds(),
                rules.registries(),
                !rules.authorities().isEmpty());
    }

    /** PEM text of those that pods believe beside the usual ones; empty for none. */
    public String authorities() {
        return rules.authorities();
    }

    /** The Job that records the build and makes its first part. */
    public Job head(Order order, Builder builder) {
        return new JobBuilder(job(order, 0, builder, rules.first(), false))
                .editMetadata()
                .addToAnnotations(JobNames.ORDER, BuildJson.write(order))
                .endMetadata()
                .build();
    }

    /** A further part; it goes when the head does. */
    public Job part(Order order, int part, Builder builder, Job head) {
        return owned(job(order, part, builder, rules.first(), false), head);
    }

    /** The same part where nodes are not taken away. */
    public Job fallback(Order order, int part, Builder builder, Job head) {
        return owned(job(order, part, builder, CapacityType.ON_DEMAND, true), head);
    }

    private static Job owned(Job job, Job head) {
        return new JobBuilder(job)
                .editMetadata()
                .withOwnerReferences(owner(head))
                .endMetadata()
                .build();
    }

    static OwnerReference owner(Job head) {
        return new OwnerReferenceBuilder()
                .withApiVersion("batch/v1")
                .withKind("Job")
                .withName(head.getMetadata().getName())
                .withUid(head.getMetadata().getUid())
                .build();
    }

    private Job job(Order order, int part, Builder builder, CapacityType capacity, boolean fallback) {
        BuilderContainer container = builder.prepare(input(order, part));
        Map<String, String> labels = new TreeMap<>(Map.of(
                JobNames.MANAGED_BY,
                JobNames.ONDES,
                JobNames.BUILD,
                order.id().value(),
                JobNames.PROJECT,
                Long.toString(order.grant().project().id()),
                JobNames.PART,
                Integer.toString(part),
                JobNames.CAPACITY,
                capacity.wire()));
        return new JobBuilder()
                .withNewMetadata()
                .withName(JobNames.part(order.id(), part, fallback))
                .withNamespace(rules.namespace())
                .withLabels(labels)
                .endMetadata()
                .withNewSpec()
                .withSuspend(true)
                .withBackoffLimit(BACKOFF_LIMIT)
                .withPodReplacementPolicy("Failed")
                .withPodFailurePolicy(failurePolicy())
                .withTtlSecondsAfterFinished(Math.toIntExact(rules.keep().toSeconds()))
                .withTemplate(pods.template(order, part, container, labels, rules.nodes(capacity)))
                .endSpec()
                .build();
    }

    static PodFailurePolicy lostPodsDoNotCount() {
        return new PodFailurePolicyBuilder()
                .addNewRule()
                .withAction("Ignore")
                .addNewOnPodCondition("True", "DisruptionTarget")
                .endRule()
                .build();
    }

    /** A pod that its node took with it is replaced; whatever a container says with its exit code is final. */
    private static PodFailurePolicy failurePolicy() {
        return new PodFailurePolicyBuilder(lostPodsDoNotCount())
                .addNewRule()
                .withAction("FailJob")
                .withNewOnExitCodes()
                .withContainerName(PodPlan.BUILDER)
                .withOperator("NotIn")
                .withValues(0)
                .endOnExitCodes()
                .endRule()
                .build();
    }
}
