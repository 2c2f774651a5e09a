package dev.ondes.scheduler.create;

import dev.ondes.contracts.classes.JobClass;
import dev.ondes.gitlab.JobPayload;
import dev.ondes.gitlab.JobPayload.Variable;
import dev.ondes.gitlab.JobVariables;
import dev.ondes.scheduler.overwrite.Overwrites;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a job's services are made from. Each sees the job's public variables and its own, as with gitlab-runner; what its own ones
 * name by {@code $X} may be any variable of the job, since whoever wrote the job gives it that one on purpose. Pure.
 */
final class JobServices {
    private static final String NO_FILES = "";
    /** Below this GitLab masks nothing, and it would be found in anything. */
    private static final int SHORTEST_SECRET = 8;
    /** What Kubernetes takes for one. */
    private static final Predicate<String> ENVIRONMENT_NAME =
            Pattern.compile("[A-Za-z_][A-Za-z0-9_]*").asMatchPredicate();

    private JobServices() {}

    /**
     * In the job's order.
     *
     * @param pullAgain whether the first policies by which images are pulled have failed
     * @throws IllegalArgumentException with a sentence for the job's user, where one asks for what can't be had
     */
    static List<JobService> of(JobPayload payload, JobClass jobClass, boolean pullAgain) {
        List<JobService> services = new ArrayList<>();
        for (JobPayload.Image service : payload.services()) {
            services.add(service(services.size(), service, payload, jobClass, pullAgain));
        }
        return services;
    }

    /** What stands of their variables in the pod's Secret, by {@link JobService#secretKey}. */
    static Map<String, String> secrets(JobPayload payload, Map<String, String> ofClass) {
        Map<String, String> secrets = new LinkedHashMap<>();
        List<JobPayload.Image> services = payload.services();
        for (int i = 0; i < services.size(); i++) {
            String container = JobService.container(i);
            environment(services.get(i), payload, ofClass)
                    .forEach((key, value) -> secrets.put(JobService.secretKey(container, key), value));
        }
        return secrets;
    }

    private static JobService service(
            int index, JobPayload.Image service, JobPayload payload, JobClass jobClass, boolean pullAgain) {
        JobVariables variables = variables(service, payload, jobClass.variables());
        String image = variables.expand(service.name()).strip();
        if (image.isEmpty()) {
            throw new IllegalArgumentException(
                    "service " + (index + 1) + " has no image: " + service.name() + " is empty");
        }
        AllowedImages.checkService(image, jobClass);
        Map<String, String> environment = environment(service, payload, jobClass.variables());
        // GitLab's way to say: without the image's entrypoint.
        boolean bare = service.entrypoint().equals(List.of(""));
        return new JobService(
                index,
                image,
                ServiceAliases.of(image, service.aliases(), variables),
                bare ? service.command() : service.entrypoint(),
                bare ? List.of() : service.command(),
                PullPolicies.of(service.pullPolicies(), jobClass).policy(pullAgain),
                Overwrites.service(payload, jobClass, service),
                environment,
                holdsASecret(environment.values(), payload, variables));
    }

    private static Map<String, String> environment(
            JobPayload.Image service, JobPayload payload, Map<String, String> ofClass) {
        JobVariables variables = variables(service, payload, ofClass);
        Map<String, String> environment = new LinkedHashMap<>();
        Stream.of(
                        ofClass.keySet().stream(),
                        // The file of a file variable is in the build container alone.
                        payload.variables().stream()
                                .filter(variable -> variable.isPublic() && !variable.file())
                                .map(Variable::key),
                        service.variables().stream().map(Variable::key))
                .flatMap(keys -> keys)
                .filter(ENVIRONMENT_NAME)
                .forEach(key -> environment.put(key, Objects.requireNonNullElse(variables.get(key), "")));
        return environment;
    }

    private static JobVariables variables(JobPayload.Image service, JobPayload payload, Map<String, String> ofClass) {
        List<Variable> inOrder = new ArrayList<>(JobVariables.ofClass(ofClass));
        inOrder.addAll(payload.variables());
        inOrder.addAll(service.variables());
        return new JobVariables(inOrder, NO_FILES);
    }

    private static boolean holdsASecret(Collection<String> values, JobPayload payload, JobVariables variables) {
        List<String> secrets = payload.variables().stream()
                .filter(variable -> !variable.isPublic())
                .map(variable -> variables.get(variable.key(), ""))
                .filter(value -> value.length() >= SHORTEST_SECRET)
                .toList();
        return values.stream().anyMatch(value -> secrets.stream().anyMatch(value::contains));
    }
}
