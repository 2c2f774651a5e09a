package dev.ondes.scheduler.cluster;

import dev.ondes.scheduler.pods.PodNames;
import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@link Cluster} by fabric8. Safe on many threads; only so many requests are under way at once. */
public final class KubernetesCluster implements Cluster {
    private static final int AT_ONCE = 32;
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

    private final KubernetesClient client;
    private final Collection<String> namespaces;
    private final MeterRegistry meters;
    private final Semaphore room = new Semaphore(AT_ONCE);

    public KubernetesCluster(KubernetesClient client, Collection<String> namespaces, MeterRegistry meters) {
        this.client = client;
        this.namespaces = List.copyOf(namespaces);
        this.meters = meters;
    }

    @Override
    public CreateAnswer createPod(Pod pod) {
        try {
            return new CreateAnswer.Created(
                    call("create", "pods", () -> client.resource(pod).create()));
        } catch (KubernetesClientException e) {
            return refused(pod, e);
        }
    }

    private CreateAnswer refused(Pod pod, KubernetesClientException e) {
        String why = Refusals.text(e);
        if (Refusals.alreadyExists(e)) {
            var meta = pod.getMetadata();
            return findPod(meta.getNamespace(), meta.getName())
                    .<CreateAnswer>map(CreateAnswer.Exists::new)
                    .orElse(new CreateAnswer.NotNow("an earlier pod of this name is just going away"));
        }
        return switch (e.getCode()) {
            case 400, 422 -> new CreateAnswer.Invalid(why);
            case 403, 404, 409 -> new CreateAnswer.NotNow(why);
            default -> throw e;
        };
    }

    @Override
    public boolean createSecret(Secret secret) {
        try {
            call("create", "secrets", () -> client.resource(secret).create());
            return true;
        } catch (KubernetesClientException e) {
            if (Refusals.alreadyExists(e)) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public Optional<Pod> findPod(String namespace, String name) {
        return Optional.ofNullable(call(
                "get",
                "pods",
                () -> client.pods().inNamespace(namespace).withName(name).get()));
    }

    @Override
    public Optional<Secret> findSecret(String namespace, String name) {
        return Optional.ofNullable(call(
                "get",
                "secrets",
                () -> client.secrets().inNamespace(namespace).withName(name).get()));
    }

    @Override
    public List<Pod> listPods() {
        return namespaces.stream()
                .flatMap(namespace -> call(
                        "list",
                        "pods",
                        () -> client.pods()
                                .inNamespace(namespace)
                                .withLabel(PodNames.MANAGED_BY, PodNames.ONDES)
                                .list())
                        .getItems()
                        .stream())
                .toList();
    }

    @Override
    public void annotate(PodKey pod, String name, String value) {
        patch(pod, Map.of("annotations", Map.of(name, value)));
    }

    @Override
    public void keepFinalizers(PodKey pod, List<String> remaining) {
        patch(pod, Map.of("finalizers", remaining));
    }

    /** The uid in the patch is its precondition: the API server refuses to change one. */
    private void patch(PodKey pod, Map<String, Object> metadata) {
        Map<String, Object> withUid = new HashMap<>(metadata);
        withUid.put("uid", pod.uid());
        String body = client.getKubernetesSerialization().asJson(Map.of("metadata", withUid));
        whereItIs(
                "patch",
                () -> client.pods()
                        .inNamespace(pod.namespace())
                        .withName(pod.name())
                        .patch(MERGE, body));
    }

    @Override
    public void deletePod(PodKey pod, @Nullable Duration grace) {
        DeleteOptions options = new DeleteOptionsBuilder()
                .withGracePeriodSeconds(grace == null ? null : grace.toSeconds())
                .withNewPreconditions()
                .withUid(pod.uid())
                .endPreconditions()
                .build();
        String uri = "/api/v1/namespaces/" + pod.namespace() + "/pods/" + pod.name();
        whereItIs("delete", () -> client.raw(uri, "DELETE", options));
    }

    /** A pod that is gone, or another one of its name, needs nothing more. */
    private void whereItIs(String verb, Supplier<?> request) {
        try {
            call(verb, "pods", request);
        } catch (KubernetesClientException e) {
            boolean gone = e.getCode() == 404
                    || (e.getCode() == 409 && Refusals.text(e).contains("uid"));
            if (!gone) {
                throw e;
            }
        }
    }

    private <T extends @Nullable Object> T call(String verb, String resource, Supplier<T> request) {
        room.acquireUninterruptibly();
        int code = 200;
        try {
            return request.get();
        } catch (KubernetesClientException e) {
            code = e.getCode();
            throw e;
        } finally {
            room.release();
            meters.counter(
                            "ondes.scheduler.api.calls",
                            "verb",
                            verb,
                            "resource",
                            resource,
                            "code",
                            String.valueOf(code))
                    .increment();
        }
    }
}
