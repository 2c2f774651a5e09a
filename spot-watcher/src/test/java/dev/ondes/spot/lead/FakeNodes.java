package dev.ondes.spot.lead;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ondes.contracts.node.NodeMarks;
import dev.ondes.spot.limit.ApiLimiter;
import dev.ondes.spot.node.NodeCalls;
import dev.ondes.spot.node.NodeFacts;
import dev.ondes.spot.node.NodeIndex;
import dev.ondes.spot.node.NodeReader;
import dev.ondes.spot.node.PodFacts;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** An API server with nodes and pods: merge patches, versions, budgets, and a watch for every replica's index. */
final class FakeNodes implements NodeCalls {
    private static final KubernetesSerialization JSON = new KubernetesSerialization();

    private final Steps steps;
    private final ObjectMapper mapper = new ObjectMapper();
    private final Map<String, Node> nodes = new ConcurrentHashMap<>();
    private final Map<String, List<PodFacts>> pods = new ConcurrentHashMap<>();
    private final AtomicLong version = new AtomicLong(100);
    private final List<NodeIndex> indexes = new CopyOnWriteArrayList<>();
    final Map<String, Duration> graces = new ConcurrentHashMap<>();
    final Set<String> forbidden = ConcurrentHashMap.newKeySet();
    final Set<String> stubborn = ConcurrentHashMap.newKeySet();
    /** Pods that the API server's cache doesn't show. */
    final Set<String> notCached = ConcurrentHashMap.newKeySet();
    /** How often pods were listed so. */
    final Map<Read, AtomicLong> reads = Map.of(Read.CACHED, new AtomicLong(), Read.CONSISTENT, new AtomicLong());

    final AtomicLong calls = new AtomicLong();
    /** Of calls, also of those that came to nothing. */
    final AtomicLong turns = new AtomicLong();

    /** How urgent the last call of its kind was: "marked" and other steps, also with the node's name, "condition", "pods", "pods again", "evict". */
    final Map<String, Instant> urgencies = new ConcurrentHashMap<>();

    volatile boolean away;
    Optional<ApiLimiter> limiter = Optional.empty();
    volatile Consumer<String> beforeEviction = _ -> {};
    /** When a condition's turn has come. */
    volatile Consumer<String> beforeCondition = _ -> {};

    private final Map<String, List<String>> conditions = new ConcurrentHashMap<>();

    FakeNodes(Steps steps) {
        this.steps = steps;
    }

    /** A watch: it shows all there is, then what changes. */
    void watchedBy(NodeIndex index) {
        indexes.add(index);
        nodes.values().forEach(index::see);
    }

    void add(Node node) {
        put(node);
    }

    void remove(String name) {
        Node gone = nodes.remove(name);
        pods.remove(name);
        indexes.forEach(index -> index.vanished(gone));
    }

    void addPod(String node, PodFacts pod) {
        pods.computeIfAbsent(node, _ -> new CopyOnWriteArrayList<>()).add(pod);
    }

    void change(String name, Consumer<NodeBuilder> change) {
        var builder = new NodeBuilder(nodes.get(name));
        change.accept(builder);
        put(builder.build());
    }

    NodeFacts node(String name) {
        return NodeReader.read(nodes.get(name));
    }

    List<String> podsLeft(String node) {
        return pods.getOrDefault(node, List.of()).stream().map(PodFacts::name).toList();
    }

    private void put(Node node) {
        Node next = new NodeBuilder(node)
                .editMetadata()
                .withResourceVersion(Long.toString(version.incrementAndGet()))
                .endMetadata()
                .build();
        nodes.put(next.getMetadata().getName(), next);
        indexes.forEach(index -> index.see(next));
    }

    @Override
    public Optional<Node> find(String node, Instant urgency) {
        called(urgency);
        Optional<Node> found = Optional.ofNullable(nodes.get(node));
        found.ifPresent(one -> indexes.forEach(index -> index.see(one)));
        return found;
    }

    @Override
    public void patch(String name, Patch patch, Instant urgency) {
        turn(urgency);
        if (!nodes.containsKey(name)) {
            throw new NodeGoneException(name);
        }
        NodeFacts seen = node(name);
        patch.of(seen).ifPresent(wanted -> apply(seen, wanted, urgency));
    }

    private synchronized void apply(NodeFacts node, Map<String, Object> patch, Instant urgency) {
        called();
        Node known = nodes.get(node.name());
        if (known == null) {
            throw new NodeGoneException(node.name());
        }
        if (!known.getMetadata().getResourceVersion().equals(node.version())) {
            throw new ConflictException(node.name());
        }
        try {
            JsonNode merged = merge(mapper.readTree(JSON.asJson(known)), mapper.readTree(JSON.asJson(patch)), patch);
            put(JSON.unmarshal(merged.toString(), Node.class));
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
        NodeFacts after = node(node.name());
        boolean tainted =
                after.taints().stream().anyMatch(taint -> taint.getKey().startsWith(NodeMarks.TAINT_PREFIX));
        boolean wasTainted =
                node.taints().stream().anyMatch(taint -> taint.getKey().startsWith(NodeMarks.TAINT_PREFIX));
        String what = tainted && !wasTainted
                ? "marked"
                : !tainted && wasTainted
                        ? "unmarked"
                        : after.unschedulable() && !node.unschedulable() ? "cordoned" : "noted";
        urgencies.put(what, urgency);
        urgencies.put(what + " " + node.name(), urgency);
        steps.add(what, node.name(), after.version());
    }

    /** Nulls remove; they are in the map, not in what fabric8 writes of it. */
    private JsonNode merge(JsonNode target, JsonNode patch, Map<?, ?> asGiven) {
        var object = (ObjectNode) target;
        asGiven.forEach((key, value) -> {
            String name = key.toString();
            if (value == null) {
                object.remove(name);
            } else if (value instanceof Map<?, ?> inner) {
                if (!object.path(name).isObject()) {
                    object.putObject(name);
                }
                merge(object.path(name), patch.path(name), inner);
            } else {
                object.set(name, mapper.valueToTree(value));
            }
        });
        return object;
    }

    @Override
    public void condition(String name, Patch condition, Instant urgency) {
        called(urgency);
        beforeCondition.accept(name);
        Node known = nodes.get(name);
        if (known != null) {
            urgencies.put("condition", urgency);
            condition
                    .of(node(name))
                    .ifPresent(wanted -> conditions
                            .computeIfAbsent(name, _ -> new CopyOnWriteArrayList<>())
                            .add(String.valueOf(wanted.get("status"))));
        }
    }

    /** How many conditions were written in all. */
    int conditions() {
        return conditions.values().stream().mapToInt(List::size).sum();
    }

    /** The statuses that a node's condition was given, in their order. */
    List<String> conditionsOf(String name) {
        return conditions.getOrDefault(name, List.of());
    }

    @Override
    public List<PodFacts> podsOn(String node, Read read, Instant urgency) {
        called(urgency);
        urgencies.put(urgencies.containsKey("pods") ? "pods again" : "pods", urgency);
        reads.get(read).incrementAndGet();
        return pods.getOrDefault(node, List.of()).stream()
                .filter(pod -> read == Read.CONSISTENT || !notCached.contains(pod.name()))
                .toList();
    }

    @Override
    public Evicted evict(PodFacts pod, Duration grace, Instant urgency) {
        called(urgency);
        urgencies.put("evict", urgency);
        beforeEviction.accept(pod.name());
        String node = nodeOf(pod);
        if (node == null) {
            return Evicted.GONE;
        }
        if (forbidden.contains(pod.name())) {
            return Evicted.NOT_NOW;
        }
        steps.add("evicted", node, pod.name());
        goes(node, pod, grace);
        return Evicted.GOES;
    }

    @Override
    public void delete(PodFacts pod, Duration grace, Instant urgency) {
        called(urgency);
        String node = nodeOf(pod);
        if (node != null) {
            steps.add("deleted", node, pod.name());
            goes(node, pod, grace);
        }
    }

    /** A stubborn pod uses all of its grace. */
    private void goes(String node, PodFacts pod, Duration grace) {
        graces.put(pod.name(), grace);
        List<PodFacts> there = pods.getOrDefault(node, List.of());
        if (!stubborn.contains(pod.name())) {
            there.remove(pod);
            return;
        }
        there.remove(pod);
        var leaving = new PodFacts(
                pod.namespace(),
                pod.name(),
                pod.uid(),
                pod.ci(),
                pod.stays(),
                pod.critical(),
                false,
                true,
                pod.grace());
        there.add(leaving);
        CompletableFuture.delayedExecutor(grace.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> there.remove(leaving));
    }

    private String nodeOf(PodFacts pod) {
        return pods.entrySet().stream()
                .filter(entry ->
                        entry.getValue().stream().anyMatch(one -> one.uid().equals(pod.uid())))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    private void called(Instant urgency) {
        turn(urgency);
        called();
    }

    private void turn(Instant urgency) {
        turns.incrementAndGet();
        limiter.ifPresent(one -> one.acquire(urgency));
    }

    private void called() {
        if (away) {
            throw new KubernetesClientException("the API server is away");
        }
        calls.incrementAndGet();
    }
}
