package dev.ondes.playground.cluster.embedded;

import io.fabric8.kubernetes.api.model.DownwardAPIVolumeFile;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A pod's volumes as folders: emptyDirs, secrets as files, and annotations as files that change when they do. */
final class Volumes {
    private static final Pattern ANNOTATION = Pattern.compile("metadata\\.annotations\\['(.*)'\\]");

    private final Pod pod;
    private final Path folder;

    Volumes(Pod pod, Path folder) {
        this.pod = pod;
        this.folder = folder;
    }

    /** Makes those that are missing. @return what it still waits for, in the kubelet's words */
    Optional<String> mount(KubernetesClient client) throws IOException {
        for (Volume volume : pod.getSpec().getVolumes()) {
            Path target = folder.resolve(volume.getName());
            if (Files.exists(target)) {
                continue;
            }
            if (volume.getDownwardAPI() != null) {
                Files.createDirectories(target);
                tell(volume, pod);
                continue;
            }
            if (volume.getSecret() == null) {
                world(Files.createDirectories(target));
                continue;
            }
            String name = volume.getSecret().getSecretName();
            Secret secret = client.secrets()
                    .inNamespace(Pods.namespace(pod))
                    .withName(name)
                    .get();
            if (secret == null) {
                return Optional.of("MountVolume.SetUp failed for volume \"" + volume.getName() + "\": secret \"" + name
                        + "\" not found");
            }
            Optional<String> missing = write(secret, volume.getSecret().getItems(), target);
            if (missing.isPresent()) {
                return Optional.of("MountVolume.SetUp failed for volume \"" + volume.getName()
                        + "\": references non-existent secret key: " + missing.get());
            }
        }
        return Optional.empty();
    }

    /** A file with this machine's names of hosts and the pod's own; null where the pod has none. */
    @Nullable
    Path hosts() throws IOException {
        if (pod.getSpec().getHostAliases().isEmpty()) {
            return null;
        }
        var names = new StringBuilder("127.0.0.1 localhost\n");
        pod.getSpec()
                .getHostAliases()
                .forEach(alias -> names.append(alias.getIp())
                        .append(' ')
                        .append(String.join(" ", alias.getHostnames()))
                        .append('\n'));
        return Files.writeString(Files.createDirectories(folder).resolve("hosts"), names);
    }

    /** The pod has changed, and with it what its containers read of it; each file is replaced in one step. */
    void refresh(Pod changed) throws IOException {
        for (Volume volume : pod.getSpec().getVolumes()) {
            if (volume.getDownwardAPI() != null && Files.exists(folder.resolve(volume.getName()))) {
                tell(volume, changed);
            }
        }
    }

    private void tell(Volume volume, Pod current) throws IOException {
        Path target = folder.resolve(volume.getName());
        for (DownwardAPIVolumeFile item : volume.getDownwardAPI().getItems()) {
            String value = annotation(item.getFieldRef().getFieldPath(), current);
            Path file = target.resolve(item.getPath());
            if (!Files.exists(file) || !Files.readString(file).equals(value)) {
                Path written = Files.writeString(target.resolve(item.getPath() + ".new"), value);
                Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** Empty where the pod has no such annotation. */
    private static String annotation(String fieldPath, Pod current) {
        Matcher matcher = ANNOTATION.matcher(fieldPath);
        Map<String, String> annotations = current.getMetadata().getAnnotations();
        return matcher.matches() && annotations != null ? annotations.getOrDefault(matcher.group(1), "") : "";
    }

    /** All of it where no items are named. @return a key that is missing */
    private static Optional<String> write(Secret secret, List<KeyToPath> items, Path target) throws IOException {
        Map<String, String> data = secret.getData();
        Map<String, String> pathByKey = new LinkedHashMap<>();
        items.forEach(item -> pathByKey.put(item.getKey(), item.getPath()));
        if (items.isEmpty()) {
            data.keySet().forEach(key -> pathByKey.put(key, key));
        }
        Optional<String> missing = pathByKey.keySet().stream()
                .filter(key -> !data.containsKey(key))
                .findFirst();
        if (missing.isPresent()) {
            return missing;
        }
        Files.createDirectories(target);
        for (Map.Entry<String, String> file : pathByKey.entrySet()) {
            Files.write(target.resolve(file.getValue()), Base64.getDecoder().decode(data.get(file.getKey())));
        }
        return missing;
    }

    /** Any user may write, as in a kubelet's emptyDir. */
    private static void world(Path target) throws IOException {
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    /** Path in the container to folder here. */
    Map<String, Path> mounts(io.fabric8.kubernetes.api.model.Container container) {
        Map<String, Path> mounts = new LinkedHashMap<>();
        for (VolumeMount mount : container.getVolumeMounts()) {
            Path source = folder.resolve(mount.getName());
            @Nullable String part = mount.getSubPath();
            mounts.put(mount.getMountPath(), part == null ? source : source.resolve(part));
        }
        return mounts;
    }
}
