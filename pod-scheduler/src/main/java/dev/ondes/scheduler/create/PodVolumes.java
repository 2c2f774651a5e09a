package dev.ondes.scheduler.create;

import dev.ondes.contracts.classes.ClassVolume;
import dev.ondes.contracts.pod.PodLayout;
import io.fabric8.kubernetes.api.model.DownwardAPIVolumeFile;
import io.fabric8.kubernetes.api.model.DownwardAPIVolumeFileBuilder;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.KeyToPathBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The volumes of an attempt's pod. */
final class PodVolumes {
    static final String BUILDS = PodLayout.BUILDS_VOLUME;
    static final String SHARED = PodLayout.SHARED_VOLUME;
    static final String JOB = PodLayout.JOB_VOLUME;
    static final String NOTES = PodLayout.NOTES_VOLUME;

    private PodVolumes() {}

    /**
     * All of them.
     *
     * @param secret the pod's, which is made after it: a kubelet pulls no image before it has mounted it
     */
    static List<Volume> of(Order order, String secret) {
        Stream<Volume> ours = Stream.of(
                empty(BUILDS),
                empty(SHARED),
                new VolumeBuilder()
                        .withName(JOB)
                        .withNewSecret()
                        .withSecretName(secret)
                        .withItems(job(order.agent()))
                        .endSecret()
                        .build(),
                new VolumeBuilder()
                        .withName(NOTES)
                        .withNewDownwardAPI()
                        .withItems(notes(order))
                        .endDownwardAPI()
                        .build());
        return Stream.concat(ours, order.shape().pod().volumes().stream().map(Fragments::volume))
                .toList();
    }

    /** Where the script and the services of a job see the volumes of its class. */
    static List<VolumeMount> ofTheClass(Order order) {
        return mounts(order, _ -> true);
    }

    /** What lies among the job's files the agent must see, too: caches and artifacts come from there. */
    static List<VolumeMount> amongTheJobsFiles(Order order) {
        return mounts(order, volume -> volume.mountPath().startsWith(PodLayout.BUILDS + "/"));
    }

    private static List<VolumeMount> mounts(Order order, Predicate<ClassVolume> which) {
        return order.shape().pod().volumes().stream()
                .filter(which)
                .map(volume -> new VolumeMountBuilder()
                        .withName(volume.name())
                        .withMountPath(volume.mountPath())
                        .withSubPath(volume.subPath())
                        .withReadOnly(volume.readOnly() ? true : null)
                        .build())
                .toList();
    }

    private static Volume empty(String name) {
        return new VolumeBuilder()
                .withName(name)
                .withNewEmptyDir()
                .endEmptyDir()
                .build();
    }

    /** Of the pod's Secret, what the agent reads. */
    private static List<KeyToPath> job(AgentParts agent) {
        return Stream.concat(Stream.of(PodLayout.JOB_KEY), agent.authorities().keySet().stream())
                .map(key -> new KeyToPathBuilder().withKey(key).withPath(key).build())
                .toList();
    }

    private static List<DownwardAPIVolumeFile> notes(Order order) {
        List<DownwardAPIVolumeFile> notes = new ArrayList<>();
        notes.add(note(PodLayout.NOTICE, PodLayout.NOTICE_ANNOTATION));
        if (!order.services().isEmpty()) {
            notes.add(note(PodLayout.SERVICES, PodLayout.SERVICES_ANNOTATION));
        }
        return notes;
    }

    private static DownwardAPIVolumeFile note(String file, String annotation) {
        return new DownwardAPIVolumeFileBuilder()
                .withPath(file)
                .withNewFieldRef()
                .withFieldPath("metadata.annotations['" + annotation + "']")
                .endFieldRef()
                .build();
    }
}
