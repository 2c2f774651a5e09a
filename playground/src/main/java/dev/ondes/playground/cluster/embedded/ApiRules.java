package dev.ondes.playground.cluster.embedded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.crud.Attribute;
import io.fabric8.mockwebserver.crud.AttributeSet;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How the API server writes. The store, lists and watches are fabric8's; what it lacks is here: pods are deleted with a
 * grace period, which ends when their node says so; finalizers hold objects; a status is changed by its subresource
 * alone; updates are checked against the version they are based on; pods are evicted; answers carry the codes and
 * reasons of Kubernetes. Calls are taken one at a time.
 */
final class ApiRules extends KubernetesCrudDispatcher {
    private static final Set<String> WITH_STATUS = Set.of("pods", "nodes");
    private static final long DEFAULT_GRACE = 30;

    private final ReentrantLock oneAtATime = new ReentrantLock();
    private final Clock clock;
    private final Function<LogQuery, String> logs;

    /** Whose log is asked for; the container is null where the pod has but one. */
    record LogQuery(String namespace, String pod, @Nullable String container) {}

    ApiRules(Clock clock, Function<LogQuery, String> logs) {
        this.clock = clock;
        this.logs = logs;
    }

    @Override
    public MockResponse dispatch(RecordedRequest request) {
        oneAtATime.lock();
        try {
            ResourcePath path = ResourcePath.parse(request.getPath()).orElse(null);
            if (path == null) {
                return super.dispatch(request);
            }
            String body = request.getUtf8Body();
            return switch (request.getMethod()) {
                case "POST" -> path.is("eviction") ? evict(path) : create(path, Json.object(body));
                case "PUT" -> update(path, Json.object(body));
                case "PATCH" ->
                    patch(path, Json.tree(body), Objects.requireNonNullElse(request.getHeader("Content-Type"), ""));
                case "DELETE" -> delete(request.getPath(), path, Json.object(body));
                case "GET" -> path.is("log") ? log(request.getPath(), path) : super.dispatch(request);
                default -> super.dispatch(request);
            };
        } catch (JsonProcessingException e) {
            return Answers.failure(400, "BadRequest", String.valueOf(e.getOriginalMessage()));
        } finally {
            oneAtATime.unlock();
        }
    }

    private MockResponse create(ResourcePath collection, ObjectNode object) {
        ObjectNode metadata = object.withObject("/metadata");
        if (metadata.path("name").asText().isEmpty()) {
            metadata.put(
                    "name",
                    metadata.path("generateName").asText()
                            + UUID.randomUUID().toString().substring(0, 5));
        }
        ResourcePath path = collection.named(metadata.path("name").asText());
        if (findResource(getKey(path.object())) != null) {
            return Answers.failure(409, "AlreadyExists", path.plural() + " \"" + path.name() + "\" already exists");
        }
        metadata.put("uid", UUID.randomUUID().toString())
                .put("creationTimestamp", now(0))
                .put("generation", 1);
        metadata.remove(List.of("deletionTimestamp", "deletionGracePeriodSeconds"));
        if (path.namespace() != null) {
            metadata.put("namespace", path.namespace());
        }
        Defaults.apply(path.plural(), object);
        metadata.put("resourceVersion", String.valueOf(requestResourceVersion()));
        String json = object.toString();
        AttributeSet key = getKey(path.collection()).add(new Attribute("name", Objects.requireNonNull(path.name())));
        processEvent(path.object(), key, null, Serialization.unmarshal(json, GenericKubernetesResource.class), json);
        return Answers.created(json);
    }

    private MockResponse update(ResourcePath path, ObjectNode changed) throws JsonProcessingException {
        Map.Entry<AttributeSet, String> entry = findResource(getKey(path.object()));
        if (entry == null) {
            return Answers.notFound(path);
        }
        ObjectNode current = Json.object(entry.getValue());
        return Json.isAnother(changed, current)
                ? Answers.conflict("Precondition failed: UID in precondition is not UID in object meta")
                : change(path, entry, current, changed);
    }

    private MockResponse patch(ResourcePath path, JsonNode patch, String contentType) throws JsonProcessingException {
        Map.Entry<AttributeSet, String> entry = findResource(getKey(path.object()));
        if (entry == null) {
            return Answers.notFound(path);
        }
        ObjectNode current = Json.object(entry.getValue());
        JsonNode changed = Patches.apply(current, patch, contentType).orElse(null);
        return changed == null
                ? Answers.failure(415, "UnsupportedMediaType", "the embedded cluster knows JSON patch and merge patch")
                : change(path, entry, current, (ObjectNode) changed);
    }

    private MockResponse change(
            ResourcePath path, Map.Entry<AttributeSet, String> entry, ObjectNode current, ObjectNode wanted) {
        String basedOn = wanted.path("metadata").path("resourceVersion").asText();
        String version = current.path("metadata").path("resourceVersion").asText();
        if (!basedOn.isEmpty() && !basedOn.equals(version)) {
            return Answers.conflict("the object has been modified; please apply your changes to the latest version");
        }
        if (Json.isAnother(wanted, current)) {
            return Answers.failure(422, "Invalid", "metadata.uid: Invalid value: field is immutable");
        }
        ObjectNode changed = wanted;
        if (path.is("status")) {
            changed = current.deepCopy();
            Json.set(changed, "status", wanted.get("status"));
        } else if (WITH_STATUS.contains(path.plural())) {
            Json.set(changed, "status", current.get("status"));
            if (isBound(changed) && !isBound(current)) {
                noteBinding(changed);
            }
        }
        ObjectNode metadata = changed.withObject("/metadata");
        for (String fixed : List.of(
                "uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "resourceVersion")) {
            Json.set(metadata, fixed, current.path("metadata").get(fixed));
        }
        return changed.equals(current) ? Answers.ok(current.toString()) : store(path, entry, changed);
    }

    private static boolean isBound(ObjectNode pod) {
        return !pod.path("spec").path("nodeName").asText().isEmpty();
    }

    /** In the same write: nobody ever sees a pod of a node without the time at which it came there. */
    private void noteBinding(ObjectNode pod) {
        ArrayNode conditions = Json.object().arrayNode();
        pod.path("status").path("conditions").forEach(condition -> {
            if (!condition.path("type").asText().equals("PodScheduled")) {
                conditions.add(condition);
            }
        });
        conditions.addObject().put("type", "PodScheduled").put("status", "True").put("lastTransitionTime", now(0));
        pod.withObject("/status").set("conditions", conditions);
    }

    /** Removes an object that is to go and that nothing holds: no finalizer, and no node that still runs it. */
    private MockResponse store(ResourcePath path, Map.Entry<AttributeSet, String> entry, ObjectNode changed) {
        ObjectNode metadata = changed.withObject("/metadata");
        boolean goes = metadata.has("deletionTimestamp")
                && metadata.path("finalizers").isEmpty()
                && metadata.path("deletionGracePeriodSeconds").asLong() == 0;
        metadata.put("resourceVersion", String.valueOf(requestResourceVersion()));
        String json = changed.toString();
        AttributeSet key = getKey(path.object());
        if (goes) {
            processEvent(path.object(), key, entry.getKey(), null, null);
        } else {
            processEvent(
                    path.object(),
                    key,
                    entry.getKey(),
                    Serialization.unmarshal(json, GenericKubernetesResource.class),
                    json);
        }
        return Answers.ok(json);
    }

    private MockResponse delete(String query, ResourcePath path, ObjectNode options) throws JsonProcessingException {
        if (path.name() == null) {
            for (var entry : List.copyOf(map.entrySet())) {
                if (entry.getKey().matches(getKey(query))) {
                    ObjectNode object = Json.object(entry.getValue());
                    mark(path.named(object.path("metadata").path("name").asText()), entry, object, options);
                }
            }
            return Answers.ok("{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Success\"}");
        }
        Map.Entry<AttributeSet, String> entry = findResource(getKey(path.object()));
        return entry == null ? Answers.notFound(path) : mark(path, entry, Json.object(entry.getValue()), options);
    }

    private MockResponse mark(
            ResourcePath path, Map.Entry<AttributeSet, String> entry, ObjectNode object, ObjectNode options) {
        ObjectNode metadata = object.withObject("/metadata");
        String uid = options.path("preconditions").path("uid").asText();
        if (!uid.isEmpty() && !uid.equals(metadata.path("uid").asText())) {
            return Answers.conflict("Precondition failed: UID in precondition is not UID in object meta");
        }
        long grace = path.isPod() ? grace(object, options) : 0;
        if (metadata.has("deletionTimestamp")
                && grace >= metadata.path("deletionGracePeriodSeconds").asLong()
                && grace > 0) {
            return Answers.ok(object.toString());
        }
        metadata.put("deletionTimestamp", now(grace)).put("deletionGracePeriodSeconds", grace);
        return store(path, entry, object);
    }

    /** A pod that runs nowhere, or no more, goes at once. */
    private static long grace(ObjectNode pod, ObjectNode options) {
        String phase = pod.path("status").path("phase").asText();
        if (pod.path("spec").path("nodeName").asText().isEmpty()
                || phase.equals("Succeeded")
                || phase.equals("Failed")) {
            return 0;
        }
        return options.has("gracePeriodSeconds")
                ? options.path("gracePeriodSeconds").asLong()
                : pod.path("spec").path("terminationGracePeriodSeconds").asLong(DEFAULT_GRACE);
    }

    private MockResponse evict(ResourcePath eviction) throws JsonProcessingException {
        ResourcePath path = eviction.named(Objects.requireNonNull(eviction.name()));
        Map.Entry<AttributeSet, String> entry = findResource(getKey(path.object()));
        if (entry == null) {
            return Answers.notFound(path);
        }
        ObjectNode pod = Json.object(entry.getValue());
        pod.withObject("/status")
                .withArray("conditions")
                .addObject()
                .put("type", "DisruptionTarget")
                .put("status", "True")
                .put("reason", "EvictionByEvictionAPI")
                .put("message", "Eviction API: evicting")
                .put("lastTransitionTime", now(0));
        mark(path, entry, pod, Json.object());
        return Answers.success();
    }

    private MockResponse log(String query, ResourcePath path) {
        AttributeSet key = getKey(path.object());
        if (findResource(key) == null) {
            return Answers.notFound(path);
        }
        String container =
                query.matches(".*[?&]container=.*") ? query.replaceAll(".*[?&]container=([^&]*).*", "$1") : null;
        return Answers.text(logs.apply(new LogQuery(
                Objects.requireNonNullElse(path.namespace(), ""),
                Objects.requireNonNullElse(path.name(), ""),
                container)));
    }

    private String now(long secondsLater) {
        return Instant.now(clock)
                .plusSeconds(secondsLater)
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
    }
}
