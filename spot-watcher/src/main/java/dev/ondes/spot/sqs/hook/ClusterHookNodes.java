package dev.ondes.spot.sqs.hook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ondes.kubernetes.RawCalls;
import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import dev.ondes.spot.limit.ApiLimiter;
import dev.ondes.spot.node.NodeFacts;
import dev.ondes.spot.node.NodeIndex;
import dev.ondes.spot.sqs.read.LifecycleHook;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Hooks in annotations of nodes, one annotation each, so that two messages at once don't overwrite each other. What nodes are
 * there is known from the one watch. Thread-safe.
 */
public final class ClusterHookNodes implements HookNodes {
    private static final Logger LOG = Logger.getLogger(ClusterHookNodes.class);
    /** Beginning of the annotation's name; a number made from group and hook follows. */
    static final String ANNOTATION = "ondes.dev/lifecycle-hook-";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int NOT_FOUND = 404;
    private static final int TOO_MANY = 429;

    private final NodeIndex index;
    private final Supplier<List<Node>> nodes;
    private final Predicate<NodeFacts> busy;
    private final RawCalls calls;
    private final ApiLimiter limiter;

    /**
     * Makes one.
     *
     * @param nodes all nodes as the watch last saw them
     * @param busy whether there is something on the node that its end would harm
     */
    public ClusterHookNodes(
            NodeIndex index,
            Supplier<List<Node>> nodes,
            Predicate<NodeFacts> busy,
            RawCalls calls,
            ApiLimiter limiter) {
        this.index = index;
        this.nodes = nodes;
        this.busy = busy;
        this.calls = calls;
        this.limiter = limiter;
    }

    @Override
    public boolean isReady(String instanceId) {
        return node(instanceId)
                .flatMap(name -> nodes.get().stream()
                        .filter(node -> node.getMetadata().getName().equals(name))
                        .findFirst())
                .filter(node -> node.getStatus() != null && node.getStatus().getConditions() != null)
                .stream()
                .flatMap(node -> node.getStatus().getConditions().stream())
                .anyMatch(condition -> condition.getType().equals("Ready")
                        && condition.getStatus().equals("True"));
    }

    @Override
    public Optional<String> node(String instanceId) {
        return index.ofMachine(instanceId).map(NodeFacts::name);
    }

    @Override
    public boolean note(String node, LifecycleHook hook) {
        try {
            annotate(node, hook, JSON.writeValueAsString(new Note(hook)));
            return true;
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        } catch (KubernetesClientException e) {
            if (isRefusal(e.getCode())) {
                throw e;
            }
            return false;
        }
    }

    /** No answer at all has the code 0. */
    private static boolean isRefusal(int code) {
        return code >= 400 && code < 500 && code != TOO_MANY;
    }

    @Override
    public void forget(String node, LifecycleHook hook) {
        annotate(node, hook, null);
    }

    @Override
    public List<NotedHook> noted() {
        return nodes.get().stream().flatMap(this::noted).toList();
    }

    private Stream<NotedHook> noted(Node node) {
        Map<String, String> annotations =
                Objects.requireNonNullElse(node.getMetadata().getAnnotations(), Map.of());
        String name = node.getMetadata().getName();
        return annotations.entrySet().stream()
                .filter(annotation -> annotation.getKey().startsWith(ANNOTATION))
                .flatMap(annotation -> read(name, annotation.getValue()).stream())
                .map(hook -> new NotedHook(name, hook, isBusy(name)));
    }

    /** Of a node that the index hasn't yet, nothing is known to have ended. */
    private boolean isBusy(String node) {
        return index.named(node).map(busy::test).orElse(true);
    }

    private static Optional<LifecycleHook> read(String node, String text) {
        try {
            return Optional.of(JSON.readValue(text, Note.class).hook());
        } catch (JsonProcessingException | RuntimeException e) {
            LOG.warn(LogLine.of("a lifecycle hook's note can't be read and counts as none")
                    .with(LogKey.NODE, node)
                    .why(e.getMessage()));
            return Optional.empty();
        }
    }

    private void annotate(String node, LifecycleHook hook, @Nullable String value) {
        Map<String, Object> annotation = new HashMap<>();
        annotation.put(annotation(hook), value);
        limiter.acquire(Instant.now());
        try {
            calls.send(
                    "PATCH",
                    "api/v1/nodes/" + node,
                    RawCalls.MERGE_PATCH,
                    Map.of("metadata", Map.of("annotations", annotation)));
        } catch (KubernetesClientException e) {
            if (e.getCode() != NOT_FOUND) {
                throw e;
            }
        }
    }

    static String annotation(LifecycleHook hook) {
        return ANNOTATION + Integer.toHexString((hook.group() + "/" + hook.name()).hashCode());
    }

    /** The annotation's text. */
    record Note(String group, String name, String instance, long since) {
        Note(LifecycleHook from) {
            this(from.group(), from.name(), from.instanceId(), from.since().toEpochMilli());
        }

        LifecycleHook hook() {
            return new LifecycleHook(group, name, instance, Instant.ofEpochMilli(since));
        }
    }
}
