package dev.ondes.scheduler.create;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lays what a class wants over a pod's spec, in the manner of Kubernetes' strategic merge patch: objects are merged key by key,
 * items of a list that have a name by that name, and all else is replaced. What Ondes itself needs is kept beside it: names of
 * services, and the nodes that a pod must stay away from. Pure.
 *
 * @see <a href="https://kubernetes.io/docs/tasks/manage-kubernetes-objects/update-api-object-kubectl-patch/">Kubernetes on strategic
 *     merge patches</a>
 */
final class SpecPatch {
    /** Lists whose items are merged, and by which of their keys. */
    private static final Map<String, String> MERGE_KEYS = Map.of(
            "containers", "name",
            "env", "name",
            "ports", "containerPort",
            "resourceClaims", "name",
            "volumeDevices", "devicePath",
            "volumeMounts", "mountPath",
            "volumes", "name");

    /** A volume is of one kind: another one takes its place. */
    private static final String REPLACED_WHOLE = "volumes";
    /** Kubernetes merges them by address, which all services share. */
    private static final String ADDED = "hostAliases";

    private SpecPatch() {}

    /** @param patch keys of {@link dev.ondes.contracts.classes.PodSettings#spec} alone */
    static PodSpec over(PodSpec plan, Map<String, Object> patch) {
        if (patch.isEmpty()) {
            return plan;
        }
        Affinity ours = plan.getAffinity();
        JsonNode rest =
                Fragments.tree(new PodSpecBuilder(plan).withAffinity(null).build());
        PodSpec spec = Fragments.spec(merged("", rest, Fragments.tree(patch)));
        spec.setAffinity(BothAffinities.of(ours, spec.getAffinity()));
        return spec;
    }

    private static JsonNode merged(String key, @Nullable JsonNode base, JsonNode patch) {
        if (base instanceof ObjectNode object && patch instanceof ObjectNode) {
            ObjectNode merged = object.deepCopy();
            patch.properties()
                    .forEach(field -> merged.set(
                            field.getKey(), merged(field.getKey(), object.get(field.getKey()), field.getValue())));
            return merged;
        }
        if (base instanceof ArrayNode list && patch instanceof ArrayNode more) {
            if (key.equals(ADDED)) {
                return list.deepCopy().addAll(more);
            }
            String mergeKey = MERGE_KEYS.get(key);
            return mergeKey == null ? more : merged(key, list, more, mergeKey);
        }
        return patch;
    }

    private static ArrayNode merged(String key, ArrayNode base, ArrayNode patch, String mergeKey) {
        ArrayNode merged = base.deepCopy();
        for (JsonNode item : patch) {
            int known = indexOf(merged, item.path(mergeKey), mergeKey);
            if (known < 0) {
                merged.add(item);
            } else {
                merged.set(known, key.equals(REPLACED_WHOLE) ? item : merged("", merged.get(known), item));
            }
        }
        return merged;
    }

    private static int indexOf(ArrayNode list, JsonNode value, String mergeKey) {
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i).path(mergeKey).equals(value)) {
                return i;
            }
        }
        return -1;
    }
}
