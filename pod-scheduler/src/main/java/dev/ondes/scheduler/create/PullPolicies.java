package dev.ondes.scheduler.create;

import dev.ondes.contracts.classes.JobClass;
import java.util.List;

/**
 * Which of an image's pull policies is taken. As with gitlab-runner, a job may ask for what its class has; beyond that
 * for {@code always}, which shows it nothing that it might not see.
 */
final class PullPolicies {
    private static final String ALWAYS = "Always";

    private PullPolicies() {}

    /**
     * Kubernetes' word for it: the first one that is asked for, or the class's.
     *
     * @param asked GitLab's words, of the job's image or of a service's
     * @throws IllegalArgumentException with a sentence for the job's user, where one is not allowed
     */
    static String of(List<String> asked, JobClass jobClass) {
        List<String> policies = asked.stream().map(PullPolicies::kubernetes).toList();
        for (int i = 0; i < policies.size(); i++) {
            if (!policies.get(i).equals(ALWAYS) && !policies.get(i).equals(jobClass.pullPolicy())) {
                throw new IllegalArgumentException("pull_policy " + asked.get(i) + " is not allowed for jobs of class "
                        + jobClass.name() + ", whose images are pulled by " + jobClass.pullPolicy()
                        + ": leave it out, or say always");
            }
        }
        return policies.isEmpty() ? jobClass.pullPolicy() : policies.getFirst();
    }

    private static String kubernetes(String policy) {
        return switch (policy) {
            case "always" -> ALWAYS;
            case "if-not-present" -> "IfNotPresent";
            case "never" -> "Never";
            default -> policy;
        };
    }
}
