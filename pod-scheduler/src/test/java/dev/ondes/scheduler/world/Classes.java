package dev.ondes.scheduler.world;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ondes.contracts.classes.Allowance;
import dev.ondes.contracts.classes.ClassFile;
import dev.ondes.contracts.classes.JobClass;
import dev.ondes.contracts.classes.PodSettings;
import dev.ondes.contracts.classes.Security;
import dev.ondes.contracts.job.CapacityType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Variants of the world's one class, and jobs that ask for something. */
public final class Classes {
    private Classes() {}

    public static JobClass small() {
        return World.classes().classes().getFirst();
    }

    public static JobClass with(List<CapacityType> capacity, Map<String, String> variables) {
        return of("small", World.NAMESPACE, capacity, variables, null, false, Security.USUAL);
    }

    public static JobClass onDemandFrom(Duration length, CapacityType... capacity) {
        return of("small", World.NAMESPACE, List.of(capacity), Map.of(), length, false, Security.USUAL);
    }

    /** The small class, with so much patience with a job that gets no room. */
    public static JobClass waiting(Duration unschedulableAfter) {
        return with(unschedulableAfter, small().pullPolicies());
    }

    public static JobClass budgeted(String name) {
        return budgeted(name, World.NAMESPACE);
    }

    public static JobClass budgeted(String name, String namespace) {
        return of(name, namespace, small().capacity(), Map.of(), null, true, Security.USUAL);
    }

    public static JobClass secured(Security security, String namespace) {
        return of("small", namespace, small().capacity(), Map.of(), null, false, security);
    }

    public static JobClass withPullPolicies(List<String> policies) {
        return with(small().unschedulableAfter(), policies);
    }

    private static JobClass with(Duration unschedulableAfter, List<String> policies) {
        JobClass small = small();
        return new JobClass(
                small.name(),
                null,
                small.limit(),
                small.namespace(),
                small.image(),
                small.build(),
                small.agent(),
                small.service(),
                small.capacity(),
                small.fallbackAfter(),
                unschedulableAfter,
                small.variables(),
                policies,
                small.pullSecrets(),
                small.terminationGrace(),
                null,
                false,
                small.security(),
                small.pod(),
                small.allowance());
    }

    private static JobClass of(
            String name,
            String namespace,
            List<CapacityType> capacity,
            Map<String, String> variables,
            @Nullable Duration onDemandFrom,
            boolean disruptionBudget,
            Security security) {
        JobClass small = small();
        return new JobClass(
                name,
                null,
                small.limit(),
                namespace,
                small.image(),
                small.build(),
                small.agent(),
                small.service(),
                capacity,
                small.fallbackAfter(),
                small.unschedulableAfter(),
                variables,
                small.pullPolicies(),
                small.pullSecrets(),
                small.terminationGrace(),
                onDemandFrom,
                disruptionBudget,
                security,
                small.pod(),
                small.allowance());
    }

    /** The small class with what its pods have, and what its jobs may choose. */
    public static JobClass with(PodSettings pod, Allowance allowance) {
        return with(small(), pod, allowance);
    }

    public static JobClass with(JobClass usual, PodSettings pod, Allowance allowance) {
        return new JobClass(
                usual.name(),
                usual.token(),
                usual.limit(),
                usual.namespace(),
                usual.image(),
                usual.build(),
                usual.agent(),
                usual.service(),
                usual.capacity(),
                usual.fallbackAfter(),
                usual.unschedulableAfter(),
                usual.variables(),
                usual.pullPolicies(),
                usual.pullSecrets(),
                usual.terminationGrace(),
                usual.onDemandFrom(),
                usual.disruptionBudget(),
                usual.security(),
                pod,
                allowance);
    }

    public static ClassFile file(JobClass... classes) {
        ClassFile usual = World.classes();
        return new ClassFile(usual.gitlabUrl(), usual.capacities(), List.of(classes));
    }

    /** The payload of a job with that value of {@code ONDES_CAPACITY}. */
    public static JsonNode asking(String capacity) {
        return World.json("""
                {"id": 4711, "token": "%s", "image": {"name": "gcc:14"},
                 "steps": [{"name": "script", "script": ["make test"]}],
                 "variables": [{"key": "ONDES_CAPACITY", "value": "%s"}],
                 "features": {"failure_reasons": ["runner_system_failure", "runner_configuration_error"]}}
                """.formatted(FakeGitLab.TOKEN, capacity));
    }
}
