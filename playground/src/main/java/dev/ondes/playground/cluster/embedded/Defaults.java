package dev.ondes.playground.cluster.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What the API server makes of a new object, as far as anyone of ours looks at it. */
final class Defaults {
    private Defaults() {}

    static void apply(String plural, ObjectNode object) {
        switch (plural) {
            case "pods" -> pod(object);
            case "secrets" -> secret(object);
            default -> {}
        }
    }

    private static void pod(ObjectNode pod) {
        ObjectNode spec = pod.withObject("/spec");
        absent(spec, "restartPolicy", "Always");
        absent(spec, "schedulerName", "default-scheduler");
        if (!spec.has("terminationGracePeriodSeconds")) {
            spec.put("terminationGracePeriodSeconds", 30);
        }
        spec.path("containers").forEach(Defaults::container);
        spec.path("initContainers").forEach(Defaults::container);
        pod.remove("status");
        pod.withObject("/status").put("phase", "Pending").put("qosClass", "Burstable");
    }

    private static void container(JsonNode container) {
        absent((ObjectNode) container, "terminationMessagePath", "/dev/termination-log");
        absent((ObjectNode) container, "terminationMessagePolicy", "File");
        absent((ObjectNode) container, "imagePullPolicy", "IfNotPresent");
    }

    private static void secret(ObjectNode secret) {
        ObjectNode data = secret.withObject("/data");
        secret.path("stringData")
                .properties()
                .forEach(entry -> data.put(
                        entry.getKey(),
                        Base64.getEncoder()
                                .encodeToString(entry.getValue().asText().getBytes(StandardCharsets.UTF_8))));
        secret.remove("stringData");
        absent(secret, "type", "Opaque");
    }

    private static void absent(ObjectNode object, String field, String value) {
        if (!object.has(field)) {
            object.put(field, value);
        }
    }
}
