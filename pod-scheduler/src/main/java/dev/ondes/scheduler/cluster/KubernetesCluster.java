package dev.ondes.scheduler.cluster;

import dev.ondes.kubernetes.RawCalls;
import dev.ondes.kubernetes.Refusals;
import dev.ondes.scheduler.pods.PodNames;
import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@link Cluster} by fabric8. Safe on many threads; only so many requests are under way at once. */
public final class KubernetesCluster implements Cluster {
    private static final int AT_ONCE = 32;

    private final KubernetesClient client;
    private final RawCalls raw;
    private final Collection<String> namespaces;
    private final MeterRegistry meters;
    private final Semaphore room = new Semaphore(AT_ONCE);

    public KubernetesCluster(KubernetesClient client, Collection<String> namespaces, MeterRegistry meters) {
        this.client = client;
        this.raw = new RawCalls(client);
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
        if (Refusals.alreadyExists(e)) {
            var meta = pod.getMetadata();
            return findPod(meta.getNamespace(), meta.getName())
                    .<CreateAnswer>map(CreateAnswer.Exists::new)
                    .orElse(new CreateAnswer.NotNow(
                            Hindrance.NO_ROOM, "an earlier pod of this name is just going away"));
        }
        return PodRefusals.of(e);
    }

    @Override
    public SecretAnswer createSecret(Secret secret) {
        try {
            call("create", "secrets", () -> client.resource(secret).create());
            return new SecretAnswer.Created();
        } catch (KubernetesClientException e) {
            return Refusals.alreadyExists(e) ? new SecretAnswer.Exists() : PodRefusals.ofSecret(e);
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
        String key = name.replace("~", "~0").replace("/", "~1");
        patch(pod, List.of(op("add", "/metadata/annotations/" + key, value)));
    }

    @Override
    public void changeFinalizers(PodKey pod, List<String> known, List<String> wanted) {
        patch(pod, List.of(op("test", "/metadata/finalizers", known), op("replace", "/metadata/finalizers", wanted)));
    }

    private void patch(PodKey pod, List<Map<String, Object>> operations) {
        List<Map<String, Object>> all = new ArrayList<>();
        all.add(op("test", "/metadata/uid", pod.uid()));
        all.addAll(operations);
        whereItIs("patch", () -> raw.send("PATCH", path(pod), RawCalls.JSON_PATCH, all));
    }

    private static Map<String, Object> op(String name, String path, Object value) {
        return Map.of("op", name, "path", path, "value", value);
    }

    @Override
    public void deletePod(PodKey pod, @Nullable Duration grace) {
        DeleteOptions options = new DeleteOptionsBuilder()
                .withGracePeriodSeconds(grace == null ? null : grace.toSeconds())
                .withNewPreconditions()
                .withUid(pod.uid())
                .endPreconditions()
                .build();
        whereItIs("delete", () -> raw.send("DELETE", path(pod), RawCalls.JSON, options));
    }

    private static String path(PodKey pod) {
        return "api/v1/namespaces/" + pod.namespace() + "/pods/" + pod.name();
    }

    /** A pod that is gone, or another one of its name, needs nothing more. */
    private void whereItIs(String verb, Runnable request) {
        try {
            call(verb, "pods", () -> {
                request.run();
                return true;
            });
        } catch (KubernetesClientException e) {
            boolean gone = e.getCode() == 404 || Refusals.anotherUid(e);
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
