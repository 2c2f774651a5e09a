package dev.ondes.playground.cluster.embedded;

import io.fabric8.kubernetes.api.model.Pod;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/**
 * What a node's pods have in common.
 *
 * @param folder for its pods' volumes
 * @param logs for containers' logs
 * @param statusLag how long after a container's end its status tells it
 */
record NodeSetting(
        World world,
        PodStatuses statuses,
        LocalImages images,
        Sandbox sandbox,
        Path folder,
        Path logs,
        Duration statusLag,
        Clock clock) {

    Path log(Pod pod, String container) {
        return log(logs, Pods.namespace(pod), Pods.name(pod), container);
    }

    static Path log(Path logs, String namespace, String pod, String container) {
        return logs.resolve(namespace + "_" + pod + "_" + container + ".log");
    }
}
