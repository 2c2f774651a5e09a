package dev.ondes.scheduler.create;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.HostAlias;
import java.util.List;

/**
 * A job's services in its pod: native sidecars, so that they are there before agent and build container begin, outlive both
 * while the pod ends, and end with it. They share the pod's network and the volumes of its class, and see neither the job's files nor what the agent is told.
 */
final class ServiceContainers {
    private static final String HERE = "127.0.0.1";

    private ServiceContainers() {}

    /**
     * In the job's order.
     *
     * @param secret the pod's, where their variables stand: some are not for all to see who may see pods
     */
    static List<Container> of(Order order, String secret) {
        return order.services().stream()
                .filter(service -> !order.withoutServices().contains(service.index()))
                .map(service -> container(service, order, secret))
                .toList();
    }

    /** One address with all names; the API server wants no entry where there are none. */
    static List<HostAlias> hostAliases(List<JobService> services) {
        List<String> names = services.stream()
                .flatMap(service -> service.aliases().stream())
                .distinct()
                .toList();
        return names.isEmpty() ? List.of() : List.of(new HostAlias(names, HERE));
    }

    private static Container container(JobService service, Order order, String secret) {
        return new ContainerBuilder()
                .withName(service.container())
                .withImage(service.image())
                .withImagePullPolicy(service.pullPolicy())
                .withRestartPolicy("Always")
                .withResources(PodResources.of(service.size().resources()))
                .withSecurityContext(PodSecurity.service(order.jobClass().security()))
                .withCommand(literal(service.command()))
                .withArgs(literal(service.arguments()))
                .withEnv(service.environment().keySet().stream()
                        .map(variable -> fromSecret(service, variable, secret))
                        .toList())
                .withVolumeMounts(PodVolumes.ofTheClass(order))
                // Its last words reach pod-scheduler, and the job's user, in the pod's status.
                .withTerminationMessagePolicy(service.secretive() ? "File" : "FallbackToLogsOnError")
                .build();
    }

    private static EnvVar fromSecret(JobService service, String variable, String secret) {
        return new EnvVarBuilder()
                .withName(variable)
                .withNewValueFrom()
                .withNewSecretKeyRef()
                .withName(secret)
                .withKey(JobService.secretKey(service.container(), variable))
                .endSecretKeyRef()
                .endValueFrom()
                .build();
    }

    /** Kubernetes would put variables in by itself. */
    private static List<String> literal(List<String> words) {
        return words.stream().map(word -> word.replace("$", "$$")).toList();
    }
}
