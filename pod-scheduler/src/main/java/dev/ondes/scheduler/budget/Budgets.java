package dev.ondes.scheduler.budget;

import dev.ondes.contracts.classes.ClassFile;
import dev.ondes.contracts.classes.JobClass;
import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import dev.ondes.scheduler.pods.PodNames;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Keeps the budgets that the class file wants, and removes those that it doesn't want any more. One request per namespace
 * where nothing is to be changed, whatever the number of jobs. Each round may be repeated; only the leader does it.
 */
public final class Budgets {
    private static final Logger LOG = Logger.getLogger(Budgets.class);

    private final KubernetesClient client;
    private final Collection<String> namespaces;
    private final List<JobClass> wanting;
    private boolean clean;

    /** @param namespaces where budgets of ours may be */
    public Budgets(KubernetesClient client, ClassFile classes, Collection<String> namespaces) {
        this.client = client;
        this.namespaces = List.copyOf(namespaces);
        this.wanting =
                classes.classes().stream().filter(JobClass::disruptionBudget).toList();
    }

    /** One round. What can't be done now is said, and done in a later one. */
    public synchronized void keep() {
        if (wanting.isEmpty() && clean) {
            return;
        }
        boolean done = true;
        for (String namespace : namespaces) {
            done &= isKept(namespace);
        }
        clean = done;
    }

    private boolean isKept(String namespace) {
        Map<String, PodDisruptionBudget> wanted = wanting.stream()
                .filter(jobClass -> jobClass.namespace().equals(namespace))
                .map(BudgetPlan::of)
                .collect(Collectors.toMap(budget -> budget.getMetadata().getName(), Function.identity()));
        try {
            Map<String, PodDisruptionBudget> there = list(namespace);
            there.values().stream()
                    .filter(budget -> !wanted.containsKey(budget.getMetadata().getName()))
                    .forEach(this::remove);
            wanted.values().forEach(budget -> make(budget, there));
            return true;
        } catch (KubernetesClientException e) {
            if (!wanted.isEmpty()) {
                LOG.warn(LogLine.of("disruption budgets can't be kept")
                        .with(LogKey.NAMESPACE, namespace)
                        .why(e.getMessage()));
            }
            // Who may not even look has never made one.
            return e.getCode() == 403 && wanted.isEmpty();
        }
    }

    private Map<String, PodDisruptionBudget> list(String namespace) {
        return client
                .policy()
                .v1()
                .podDisruptionBudget()
                .inNamespace(namespace)
                .withLabel(PodNames.MANAGED_BY, PodNames.ONDES)
                .withLabel(PodNames.CLASS)
                .list()
                .getItems()
                .stream()
                .collect(Collectors.toMap(budget -> budget.getMetadata().getName(), Function.identity()));
    }

    private void make(PodDisruptionBudget wanted, Map<String, PodDisruptionBudget> there) {
        PodDisruptionBudget known = there.get(wanted.getMetadata().getName());
        if (known == null) {
            client.resource(wanted).create();
            LOG.info(LogLine.of("disruption budget made")
                    .with(LogKey.BUDGET, wanted.getMetadata().getName()));
        } else if (!BudgetPlan.protectsAlike(known, wanted)) {
            client.resource(wanted).update();
            LOG.info(LogLine.of("disruption budget set right")
                    .with(LogKey.BUDGET, wanted.getMetadata().getName()));
        }
    }

    private void remove(PodDisruptionBudget budget) {
        client.resource(budget).delete();
        LOG.info(LogLine.of("disruption budget removed")
                .with(LogKey.BUDGET, budget.getMetadata().getName()));
    }
}
