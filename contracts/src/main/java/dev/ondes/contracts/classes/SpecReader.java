package dev.ondes.contracts.classes;

import dev.ondes.contracts.pod.PodLayout;
import java.util.List;
import java.util.Map;

/**
 * Reads what a class lays over its pods' {@code spec}: only keys by which no pod can be lost, miscounted or cut off from Ondes.
 * What stands below a key is Kubernetes' own, and checked by what makes pods.
 */
final class SpecReader {
    private static final List<String> KEYS = List.of(
            "affinity",
            "containers",
            "dnsConfig",
            "dnsPolicy",
            "hostAliases",
            "hostUsers",
            "overhead",
            "preemptionPolicy",
            "priorityClassName",
            "resourceClaims",
            "runtimeClassName",
            "schedulerName",
            "securityContext",
            "topologySpreadConstraints",
            "volumes");

    /** Keys that a class has its own for. */
    private static final Map<String, String> ELSEWHERE = Map.of(
            "nodeSelector", "pod.nodeSelector",
            "tolerations", "pod.tolerations",
            "serviceAccountName", "pod.serviceAccount",
            "automountServiceAccountToken", "pod.serviceAccountToken",
            "imagePullSecrets", "pullSecrets",
            "terminationGracePeriodSeconds", "terminationGrace",
            "image", "image",
            "imagePullPolicy", "pullPolicy");

    private static final Map<String, List<String>> CONTAINERS = Map.of(
            PodLayout.BUILD_CONTAINER,
                    List.of(
                            "name",
                            "env",
                            "envFrom",
                            "lifecycle",
                            "ports",
                            "resources",
                            "securityContext",
                            "volumeDevices",
                            "volumeMounts"),
            PodLayout.AGENT_CONTAINER, List.of("name", "env", "envFrom", "volumeMounts"));

    /** What costs, quotas and nodes are reckoned by. */
    private static final List<String> SIZES = List.of("cpu", "memory", "ephemeral-storage");

    private SpecReader() {}

    static Map<String, Object> read(YamlValue value) {
        return value.entries(SpecReader::part);
    }

    /** Any object of Kubernetes', as it stands there. */
    static Map<String, Object> object(YamlValue value) {
        return value.entries((_, member) -> member.tree());
    }

    private static Object part(String key, YamlValue value) {
        known(key, value, KEYS);
        return switch (key) {
            case "containers" -> value.items(SpecReader::container);
            case "volumes" -> value.items(SpecReader::volume);
            default -> value.tree();
        };
    }

    private static void known(String key, YamlValue value, List<String> keys) {
        if (!keys.contains(key)) {
            String fix = ELSEWHERE.containsKey(key)
                    ? "set " + ELSEWHERE.get(key) + " of the class instead"
                    : "what can be set here are " + String.join(", ", keys);
            throw value.wrong("can't be set here: " + fix);
        }
    }

    private static Map<String, Object> container(YamlValue value) {
        String name = name(
                value,
                List.of(PodLayout.BUILD_CONTAINER, PodLayout.AGENT_CONTAINER),
                "a pod of Ondes has no other; services are the job's own");
        return value.entries((key, member) -> {
            known(key, member, CONTAINERS.getOrDefault(name, List.of()));
            return key.equals("resources") ? resources(member) : member.tree();
        });
    }

    private static Map<String, Object> resources(YamlValue value) {
        return value.entries((_, amounts) -> amounts.isList() ? amounts.tree() : withoutSizes(amounts));
    }

    private static Map<String, Object> withoutSizes(YamlValue amounts) {
        amounts.members().forEach((resource, amount) -> {
            if (SIZES.contains(resource)) {
                throw amount.wrong("can't be set here: set resources.build of the class instead");
            }
        });
        return object(amounts);
    }

    private static Map<String, Object> volume(YamlValue value) {
        name(value, List.of(PodLayout.BUILDS_VOLUME), "have others in pod.volumes");
        return object(value);
    }

    private static String name(YamlValue item, List<String> names, String why) {
        YamlValue name = item.members().get("name");
        if (name == null) {
            throw item.wrong("has no name; add one of " + String.join(", ", names));
        }
        return name.spelt(text -> {
            if (!names.contains(text)) {
                throw new IllegalArgumentException("must be one of " + String.join(", ", names) + ": " + why);
            }
            return text;
        });
    }
}
