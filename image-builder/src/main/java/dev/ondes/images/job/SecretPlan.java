package dev.ondes.images.job;

import dev.ondes.images.build.BuildId;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Map;
import java.util.TreeMap;

/** The Secret of a build, owned by its head Job: the garbage collector takes it with it. Pure. */
public final class SecretPlan {
    static final String DOCKER = "docker-config";
    static final String AUTHORITIES = "authorities.pem";
    static final String SECRET_PREFIX = "secret-";
    static final String CONFIG_PREFIX = "config-";

    private SecretPlan() {}

    /**
     * Makes it.
     *
     * @param dockerConfig credentials for registries, as docker's {@code config.json}
     * @param secrets of the build, by id
     * @param files of the builder's own configuration
     * @param authorities PEM text; empty for none
     */
    public static Secret secret(
            BuildId id,
            Job head,
            FetchRequest fetch,
            String dockerConfig,
            Map<String, String> secrets,
            Map<String, String> files,
            String authorities) {
        Map<String, String> data = new TreeMap<>();
        data.put(FetchRequest.FILE, fetch.json());
        data.put(DOCKER, dockerConfig);
        secrets.forEach((name, value) -> data.put(SECRET_PREFIX + name, value));
        files.forEach((name, content) -> data.put(CONFIG_PREFIX + name, content));
        if (!authorities.isEmpty()) {
            data.put(AUTHORITIES, authorities);
        }
        return new SecretBuilder()
                .withNewMetadata()
                .withName(JobNames.secret(id))
                .withNamespace(head.getMetadata().getNamespace())
                .addToLabels(JobNames.MANAGED_BY, JobNames.ONDES)
                .addToLabels(JobNames.BUILD, id.value())
                .withOwnerReferences(JobPlan.owner(head))
                .endMetadata()
                .withType("Opaque")
                .withStringData(data)
                .build();
    }
}
