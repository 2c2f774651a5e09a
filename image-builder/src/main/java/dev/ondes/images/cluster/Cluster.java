package dev.ondes.images.cluster;

import dev.ondes.images.build.BuildId;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What we do in the cluster. Each call is one or two requests, may be repeated, and throws
 * {@link io.fabric8.kubernetes.client.KubernetesClientException} when it could not be done.
 */
public interface Cluster {
    /** Creates a Job; where one of its name is there already, that one is the answer. */
    Job create(Job job);

    /** A Job as the API server has it now, not as a watch has seen it. */
    Optional<Job> find(String job);

    /** All Jobs of a build as the API server has them now. */
    List<Job> jobs(BuildId build);

    /** Creates or replaces a Secret. */
    void put(Secret secret);

    void deleteSecret(String name);

    /** Adds annotations to a Job. */
    void annotate(String job, Map<String, String> annotations);

    /** The same to a Job that is still as it was found; else it is a conflict (409), and nothing is changed. */
    void annotate(Job found, Map<String, String> annotations);

    /** A Job that is suspended has no pods. */
    void suspend(String job, boolean suspended);

    /** Deletes a Job and all that it owns. */
    void delete(String job);

    /** The {@code config.json} of a Secret with credentials for registries; empty where there is none of that name. */
    Optional<String> dockerConfig(String secret);

    /** The builder's last lines; empty where they can't be had any more. */
    String logTail(String pod, int lines);

    /** All that a container printed that has ended; empty where it can't be had any more. The caller closes it. */
    Optional<InputStream> output(String pod, String container);

    /** The builder's log from its beginning; ends when the container does, if it is followed. The caller closes it. */
    Optional<InputStream> log(String pod, boolean follow);
}
