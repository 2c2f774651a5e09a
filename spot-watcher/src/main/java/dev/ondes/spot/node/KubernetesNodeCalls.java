package dev.ondes.spot.node;

import dev.ondes.kubernetes.RawCalls;
import dev.ondes.kubernetes.Refusals;
import dev.ondes.spot.limit.ApiLimiter;
import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.policy.v1.Eviction;
import io.fabric8.kubernetes.api.model.policy.v1.EvictionBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * {@link NodeCalls} by a client that never repeats a request by itself: its own retries would hold an eviction that a
 * disruption budget forbids for nineteen seconds.
 */
public final class KubernetesNodeCalls implements NodeCalls {
    private static final int NOT_FOUND = 404;
    private static final int TOO_MANY = 429;

    private final KubernetesClient client;
    private final RawCalls raw;
    private final NodeIndex index;
    private final ApiLimiter limiter;
    private final MeterRegistry meters;

    /** @param client made with no retries */
    public KubernetesNodeCalls(KubernetesClient client, NodeIndex index, ApiLimiter limiter, MeterRegistry meters) {
        this.client = client;
        this.raw = new RawCalls(client);
        this.index = index;
        this.limiter = limiter;
        this.meters = meters;
    }

    @Override
    public Optional<Node> find(String node, Instant urgency) {
        limiter.acquire(urgency);
        Optional<NodeFacts> known = index.named(node);
        Optional<Node> found = counted(
                "get",
                "nodes",
                () -> Optional.ofNullable(client.nodes().withName(node).get()));
        if (found.isEmpty()) {
            known.ifPresent(index::gone);
        }
        found.ifPresent(index::see);
        return found;
    }

    @Override
    public void patch(String name, Patch patch, Instant urgency) {
        limiter.acquire(urgency);
        NodeFacts node = index.named(name).orElseThrow(() -> new NodeGoneException(name));
        Optional<Map<String, Object>> wanted = patch.of(node);
        if (wanted.isEmpty()) {
            return;
        }
        try {
            index.see(node(counted(
                    "patch",
                    "nodes",
                    () -> raw.answer(
                            "PATCH", "api/v1/nodes/" + name, RawCalls.MERGE_PATCH, pinned(wanted.get(), node)))));
        } catch (KubernetesClientException e) {
            throw switch (e.getCode()) {
                case NOT_FOUND -> {
                    index.gone(node);
                    yield new NodeGoneException(name);
                }
                case 409, 422 -> new ConflictException(name);
                default -> e;
            };
        }
    }

    /** The patch for this version of this node alone. */
    private static Map<String, Object> pinned(Map<String, Object> patch, NodeFacts node) {
        Map<String, Object> metadata = new HashMap<>();
        if (patch.get("metadata") instanceof Map<?, ?> given) {
            given.forEach((key, value) -> metadata.put(key.toString(), value));
        }
        metadata.put("uid", node.uid());
        metadata.put("resourceVersion", node.version());
        Map<String, Object> whole = new HashMap<>(patch);
        whole.put("metadata", metadata);
        return whole;
    }

    @Override
    public void condition(String name, Patch condition, Instant urgency) {
        limiter.acquire(urgency);
        Optional<NodeFacts> node = index.named(name);
        Optional<Map<String, Object>> wanted = node.flatMap(condition::of);
        if (wanted.isEmpty()) {
            return;
        }
        try {
            index.see(node(counted(
                    "patch",
                    "nodes/status",
                    () -> raw.answer(
                            "PATCH",
                            "api/v1/nodes/" + name + "/status",
                            RawCalls.STRATEGIC_PATCH,
                            Map.of("status", Map.of("conditions", List.of(wanted.get())))))));
        } catch (KubernetesClientException e) {
            if (e.getCode() != NOT_FOUND) {
                throw e;
            }
            node.ifPresent(index::gone);
        }
    }

    private Node node(String answer) {
        return client.getKubernetesSerialization().unmarshal(answer, Node.class);
    }

    @Override
    public List<PodFacts> podsOn(String node, Read read, Instant urgency) {
        ListOptions options = new ListOptions();
        // https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-versions
        options.setResourceVersion(read == Read.CACHED ? "0" : null);
        return call(
                        "list",
                        "pods",
                        urgency,
                        () -> client.pods()
                                .inAnyNamespace()
                                .withField("spec.nodeName", node)
                                .list(options)
                                .getItems())
                .stream()
                .map(PodFacts::read)
                .toList();
    }

    @Override
    public Evicted evict(PodFacts pod, Duration grace, Instant urgency) {
        Eviction eviction = new EvictionBuilder()
                .withNewMetadata()
                .withName(pod.name())
                .withNamespace(pod.namespace())
                .endMetadata()
                .withDeleteOptions(options(pod, grace))
                .build();
        try {
            call("create", "pods/eviction", urgency, () -> {
                raw.send("POST", path(pod) + "/eviction", RawCalls.JSON, eviction);
                return true;
            });
            return Evicted.GOES;
        } catch (KubernetesClientException e) {
            if (e.getCode() == NOT_FOUND || Refusals.anotherUid(e)) {
                return Evicted.GONE;
            }
            // 500 is said where more than one budget matches the pod; 409 by a pod that changes just now.
            if (e.getCode() == TOO_MANY || e.getCode() == 500 || e.getCode() == 409) {
                return Evicted.NOT_NOW;
            }
            throw e;
        }
    }

    @Override
    public void delete(PodFacts pod, Duration grace, Instant urgency) {
        unlessGone("delete", "pods", urgency, () -> raw.send("DELETE", path(pod), RawCalls.JSON, options(pod, grace)));
    }

    private static DeleteOptions options(PodFacts pod, Duration grace) {
        return new DeleteOptionsBuilder()
                .withGracePeriodSeconds(grace.toSeconds())
                .withNewPreconditions()
                .withUid(pod.uid())
                .endPreconditions()
                .build();
    }

    private static String path(PodFacts pod) {
        return "api/v1/namespaces/" + pod.namespace() + "/pods/" + pod.name();
    }

    private void unlessGone(String verb, String resource, Instant urgency, Runnable request) {
        try {
            call(verb, resource, urgency, () -> {
                request.run();
                return true;
            });
        } catch (KubernetesClientException e) {
            if (e.getCode() != NOT_FOUND && !Refusals.anotherUid(e)) {
                throw e;
            }
        }
    }

    private <T> T call(String verb, String resource, Instant urgency, Supplier<T> request) {
        limiter.acquire(urgency);
        return counted(verb, resource, request);
    }

    private <T> T counted(String verb, String resource, Supplier<T> request) {
        int code = 200;
        try {
            return request.get();
        } catch (KubernetesClientException e) {
            code = e.getCode();
            throw e;
        } finally {
            meters.counter("ondes.spot.api.calls", "verb", verb, "resource", resource, "code", String.valueOf(code))
                    .increment();
        }
    }
}
