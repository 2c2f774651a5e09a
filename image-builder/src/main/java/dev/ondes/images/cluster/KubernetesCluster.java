package dev.ondes.images.cluster;

import dev.ondes.images.build.BuildId;
import dev.ondes.images.job.JobNames;
import dev.ondes.kubernetes.RawCalls;
import dev.ondes.kubernetes.Refusals;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The same by the API server. Thread-safe. */
public final class KubernetesCluster implements Cluster {
    private static final String DOCKER_CONFIG = ".dockerconfigjson";
    private static final String BUILDER = "builder";

    private final KubernetesClient client;
    private final RawCalls raw;
    private final PodLog logs;
    private final String namespace;

    public KubernetesCluster(KubernetesClient client, String namespace) {
        this.client = client;
        this.raw = new RawCalls(client);
        this.logs = new PodLog(client);
        this.namespace = namespace;
    }

    @Override
    public Job create(Job job) {
        try {
            return client.batch()
                    .v1()
                    .jobs()
                    .inNamespace(namespace)
                    .resource(job)
                    .create();
        } catch (KubernetesClientException e) {
            if (!Refusals.alreadyExists(e)) {
                throw e;
            }
            Job there = client.batch()
                    .v1()
                    .jobs()
                    .inNamespace(namespace)
                    .withName(job.getMetadata().getName())
                    .get();
            if (there == null) {
                throw e;
            }
            return there;
        }
    }

    @Override
    public Optional<Job> find(String job) {
        return Optional.ofNullable(
                client.batch().v1().jobs().inNamespace(namespace).withName(job).get());
    }

    @Override
    public List<Job> jobs(BuildId build) {
        return client.batch()
                .v1()
                .jobs()
                .inNamespace(namespace)
                .withLabel(JobNames.BUILD, build.value())
                .list()
                .getItems();
    }

    @Override
    public void put(Secret secret) {
        var secrets = client.secrets().inNamespace(namespace);
        try {
            secrets.resource(secret).create();
        } catch (KubernetesClientException e) {
            if (!Refusals.alreadyExists(e)) {
                throw e;
            }
            secrets.resource(secret).update();
        }
    }

    @Override
    public void deleteSecret(String name) {
        client.secrets().inNamespace(namespace).withName(name).delete();
    }

    @Override
    public void annotate(String job, Map<String, String> annotations) {
        raw.send("PATCH", path(job), RawCalls.MERGE_PATCH, Map.of("metadata", Map.of("annotations", annotations)));
    }

    @Override
    public void annotate(Job found, Map<String, String> annotations) {
        var metadata = found.getMetadata();
        raw.send(
                "PATCH",
                path(metadata.getName()),
                RawCalls.MERGE_PATCH,
                Map.of(
                        "metadata",
                        Map.of("resourceVersion", metadata.getResourceVersion(), "annotations", annotations)));
    }

    @Override
    public void suspend(String job, boolean suspended) {
        raw.send("PATCH", path(job), RawCalls.MERGE_PATCH, Map.of("spec", Map.of("suspend", suspended)));
    }

    private String path(String job) {
        return "apis/batch/v1/namespaces/" + namespace + "/jobs/" + job;
    }

    @Override
    public void delete(String job) {
        client.batch()
                .v1()
                .jobs()
                .inNamespace(namespace)
                .withName(job)
                .withPropagationPolicy(DeletionPropagation.BACKGROUND)
                .delete();
    }

    @Override
    public Optional<String> dockerConfig(String name) {
        Secret secret = client.secrets().inNamespace(namespace).withName(name).get();
        if (secret == null || secret.getData() == null || !secret.getData().containsKey(DOCKER_CONFIG)) {
            return Optional.empty();
        }
        return Optional.of(
                new String(Base64.getDecoder().decode(secret.getData().get(DOCKER_CONFIG)), StandardCharsets.UTF_8));
    }

    @Override
    public String logTail(String pod, int lines) {
        try {
            return client.pods()
                    .inNamespace(namespace)
                    .withName(pod)
                    .inContainer(BUILDER)
                    .tailingLines(lines)
                    .getLog();
        } catch (KubernetesClientException e) {
            if (e.getCode() == 404 || e.getCode() == 400) {
                return "";
            }
            throw e;
        }
    }

    @Override
    public Optional<InputStream> output(String pod, String container) {
        return logs.open(namespace, pod, container, false);
    }

    @Override
    public Optional<InputStream> log(String pod, boolean follow) {
        return logs.open(namespace, pod, BUILDER, follow);
    }
}
