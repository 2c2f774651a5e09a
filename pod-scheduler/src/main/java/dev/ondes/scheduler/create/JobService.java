package dev.ondes.scheduler.create;

import dev.ondes.contracts.pod.PodLayout;
import dev.ondes.scheduler.overwrite.ServiceSize;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A service of a job as its container is made: names checked, variables expanded. Prints no variable.
 *
 * @param index its place among the job's services, from 0
 * @param aliases host names under which the pod's containers reach it
 * @param command in place of its image's entrypoint; empty for that one
 * @param arguments in place of its image's command; empty for those
 * @param pullPolicy Kubernetes' word
 * @param size what its container asks for and may use at most
 * @param environment the job's public variables and its own
 * @param secretive whether a value in there must not be seen, so that its last words are kept to itself
 */
record JobService(
        int index,
        String image,
        List<String> aliases,
        List<String> command,
        List<String> arguments,
        String pullPolicy,
        ServiceSize size,
        Map<String, String> environment,
        boolean secretive) {

    JobService {
        aliases = List.copyOf(aliases);
        command = List.copyOf(command);
        arguments = List.copyOf(arguments);
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    }

    String container() {
        return container(index);
    }

    static String container(int index) {
        return PodLayout.SERVICE_CONTAINER + index;
    }

    /** Where the pod's Secret holds a variable of that container. */
    static String secretKey(String container, String variable) {
        return container + "." + variable;
    }

    @Override
    public String toString() {
        return "JobService[" + container() + ", image=" + image + ", aliases=" + aliases + "]";
    }
}
