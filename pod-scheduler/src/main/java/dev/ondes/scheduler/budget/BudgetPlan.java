package dev.ondes.scheduler.budget;

import dev.ondes.contracts.classes.JobClass;
import dev.ondes.scheduler.pods.PodNames;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;

/**
 * The PodDisruptionBudget of a class: none of its pods may be evicted. Pure.
 *
 * <p>By {@code minAvailable}, a number that is never reached: Kubernetes takes no {@code maxUnavailable} for pods that no
 * controller owns ("Specifying a Disruption Budget for your Application", arbitrary workloads).
 */
final class BudgetPlan {
    private static final int NEVER_REACHED = Integer.MAX_VALUE;

    private BudgetPlan() {}

    static PodDisruptionBudget of(JobClass jobClass) {
        return new PodDisruptionBudgetBuilder()
                .withNewMetadata()
                .withName("ondes-" + jobClass.name())
                .withNamespace(jobClass.namespace())
                .addToLabels(PodNames.MANAGED_BY, PodNames.ONDES)
                .addToLabels(PodNames.CLASS, jobClass.name())
                .endMetadata()
                .withNewSpec()
                .withNewMinAvailable(NEVER_REACHED)
                .withNewSelector()
                .addToMatchLabels(PodNames.MANAGED_BY, PodNames.ONDES)
                .addToMatchLabels(PodNames.CLASS, jobClass.name())
                .endSelector()
                .endSpec()
                .build();
    }

    /** Whether what is there protects as what is wanted; what the API server added doesn't matter. */
    static boolean protectsAlike(PodDisruptionBudget there, PodDisruptionBudget wanted) {
        return wanted.getSpec().getMinAvailable().equals(there.getSpec().getMinAvailable())
                && wanted.getSpec()
                        .getSelector()
                        .getMatchLabels()
                        .equals(there.getSpec().getSelector().getMatchLabels());
    }
}
