package dev.ondes.scheduler.create;

import dev.ondes.contracts.classes.JobClass;
import dev.ondes.gitlab.JobPayload;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * By which policies one image is pulled, in Kubernetes' words. As with gitlab-runner, a job may ask for what its class has, in an
 * order of its own; beyond that for {@code always}, which shows it nothing that it might not see.
 *
 * <p>Of a list little remains to be tried one after the other. What begins with {@code never} or {@code if-not-present} takes an image that the
 * node has, and else pulls it: {@code IfNotPresent} alone. Only what begins with {@code always} and goes on needs a second pod.
 *
 * @param second where the first fails; null for none
 */
record PullPolicies(String first, @Nullable String second) {
    private static final String ALWAYS = "Always";
    private static final String IF_NOT_PRESENT = "IfNotPresent";

    /**
     * Those that are asked for, or the class's.
     *
     * @param asked GitLab's words, of the job's image or of a service's
     * @throws IllegalArgumentException with a sentence for the job's user, where one is not allowed
     */
    static PullPolicies of(List<String> asked, JobClass jobClass) {
        List<String> allowed = jobClass.pullPolicies();
        List<String> policies = asked.stream().map(PullPolicies::kubernetes).toList();
        for (int i = 0; i < policies.size(); i++) {
            if (!policies.get(i).equals(ALWAYS) && !allowed.contains(policies.get(i))) {
                throw new IllegalArgumentException("pull_policy " + asked.get(i) + " is not allowed for jobs of class "
                        + jobClass.name() + ", whose images are pulled by " + String.join(", ", allowed)
                        + ": leave it out, or say always");
            }
        }
        return reduced(
                (policies.isEmpty() ? allowed : policies).stream().distinct().toList());
    }

    private static PullPolicies reduced(List<String> policies) {
        String first = policies.getFirst();
        if (policies.size() == 1) {
            return new PullPolicies(first, null);
        }
        return first.equals(ALWAYS)
                ? new PullPolicies(ALWAYS, policies.get(1))
                : new PullPolicies(IF_NOT_PRESENT, null);
    }

    /** Whether one of a job's images has a second one. */
    static boolean haveSecond(JobPayload payload, JobClass jobClass) {
        return Stream.concat(Stream.ofNullable(payload.image()), payload.services().stream())
                        .anyMatch(image -> of(image.pullPolicies(), jobClass).second() != null)
                || (payload.image() == null && of(List.of(), jobClass).second() != null);
    }

    /**
     * The one to pull by now.
     *
     * @param again whether the first has failed, of this image or of another one of the pod
     */
    String policy(boolean again) {
        return again && second != null ? second : first;
    }

    private static String kubernetes(String policy) {
        return switch (policy) {
            case "always" -> ALWAYS;
            case "if-not-present" -> IF_NOT_PRESENT;
            case "never" -> "Never";
            default -> policy;
        };
    }
}
