package dev.ondes.playground.cluster.embedded;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.ObjectFieldSelector;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A container's environment: its image's PATH, its variables, and what they take from the pod and from Secrets. */
final class Environment {
    private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private static final Pattern REFERENCE = Pattern.compile("\\$\\$|\\$\\(([-._a-zA-Z0-9]+)\\)");

    private Environment() {}

    /** @throws UnsupportedPodException for a source that the embedded cluster doesn't know */
    static Map<String, String> of(
            Pod pod, io.fabric8.kubernetes.api.model.Container container, LocalImages.LocalImage image, World world) {
        Map<String, String> variables = new LinkedHashMap<>();
        StringBuilder path = new StringBuilder();
        for (Path folder : image.programs()) {
            path.append(folder).append(':');
        }
        variables.put("PATH", path + PATH);
        variables.put("HOSTNAME", Pods.name(pod));
        List<EnvVar> wanted = container.getEnv();
        for (EnvVar variable : wanted) {
            if (variable.getValueFrom() == null) {
                variables.put(variable.getName(), variable.getValue() == null ? "" : variable.getValue());
            } else if (variable.getValueFrom().getFieldRef() != null) {
                variables.put(
                        variable.getName(), field(pod, variable.getValueFrom().getFieldRef()));
            } else if (variable.getValueFrom().getSecretKeyRef() != null) {
                variables.put(
                        variable.getName(), secret(pod, variable.getValueFrom().getSecretKeyRef(), world));
            } else {
                throw new UnsupportedPodException(
                        "variable " + variable.getName() + " has a source other than fieldRef and secretKeyRef");
            }
        }
        return variables;
    }

    /** As a kubelet does it in commands: {@code $(X)} is a variable's value where there is one, and {@code $$} is {@code $}. */
    static String expand(String word, Map<String, String> variables) {
        return REFERENCE
                .matcher(word)
                .replaceAll(found -> Matcher.quoteReplacement(
                        found.group(1) == null ? "$" : variables.getOrDefault(found.group(1), found.group())));
    }

    private static String secret(Pod pod, SecretKeySelector selector, World world) {
        return world.secrets().stream()
                .filter(secret -> secret.getMetadata().getNamespace().equals(Pods.namespace(pod))
                        && secret.getMetadata().getName().equals(selector.getName()))
                .findFirst()
                .map(secret -> secret.getData().get(selector.getKey()))
                .map(value -> new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8))
                .orElseThrow(() -> new UnsupportedPodException(
                        "secret " + selector.getName() + " without the key " + selector.getKey()));
    }

    private static String field(Pod pod, ObjectFieldSelector selector) {
        String path = selector.getFieldPath();
        return switch (path) {
            case "metadata.name" -> Pods.name(pod);
            case "metadata.namespace" -> Pods.namespace(pod);
            case "metadata.uid" -> Pods.uid(pod);
            case "spec.nodeName" -> pod.getSpec().getNodeName();
            case "spec.serviceAccountName" -> "default";
            case "status.podIP", "status.hostIP" -> "127.0.0.1";
            default -> {
                if (path.matches("metadata\\.labels\\['.*']")) {
                    yield pod.getMetadata().getLabels().getOrDefault(path.substring(17, path.length() - 2), "");
                }
                throw new UnsupportedPodException("fieldRef " + path);
            }
        };
    }

    /** Something that a pod asks for and the embedded cluster can't do: it says so instead of leaving it out. */
    static final class UnsupportedPodException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnsupportedPodException(String what) {
            super("the embedded cluster can't do this: " + what);
        }
    }
}
