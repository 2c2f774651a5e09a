package dev.ondes.contracts.classes;

import dev.ondes.contracts.pod.PodLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Reads the volumes of a class. What a volume's source may hold is Kubernetes' own, and checked by what makes pods. */
final class ClassVolumeReader {
    private static final List<String> KINDS = List.of(
            "emptyDir",
            "persistentVolumeClaim",
            "configMap",
            "secret",
            "hostPath",
            "csi",
            "nfs",
            "ephemeral",
            "projected");

    private static final List<String> OUR_FOLDERS =
            List.of(PodLayout.DIR, PodLayout.JOB_DIR, PodLayout.NOTES_DIR, PodLayout.TERMINATION);

    private ClassVolumeReader() {}

    static List<ClassVolume> read(YamlValue list) {
        List<ClassVolume> volumes = new ArrayList<>();
        for (ClassVolume volume : list.items(ClassVolumeReader::volume)) {
            once(list, volumes, ClassVolume::name, volume, "two volumes are called ");
            once(list, volumes, ClassVolume::mountPath, volume, "two volumes are mounted at ");
            volumes.add(volume);
        }
        return volumes;
    }

    private static void once(
            YamlValue list,
            List<ClassVolume> earlier,
            Function<ClassVolume, String> part,
            ClassVolume volume,
            String problem) {
        if (earlier.stream().map(part).anyMatch(part.apply(volume)::equals)) {
            throw list.wrong(problem + part.apply(volume) + "; change one of them");
        }
    }

    private static ClassVolume volume(YamlValue value) {
        List<String> keys = new ArrayList<>(List.of("name", "mountPath", "subPath", "readOnly"));
        keys.addAll(KINDS);
        YamlObject volume = value.object(keys.toArray(String[]::new));
        List<String> kinds = KINDS.stream().filter(volume::has).toList();
        if (kinds.size() != 1) {
            throw value.wrong("must be of one kind, and " + (kinds.isEmpty() ? "is of none" : "is " + kinds)
                    + "; have one of " + String.join(", ", KINDS));
        }
        String kind = kinds.getFirst();
        return new ClassVolume(
                volume.required("name", "cache", "", name -> name.spelt(ClassVolumeReader::name)),
                volume.required("mountPath", "/cache", "", path -> path.spelt(ClassVolumeReader::mountPath)),
                volume.has("subPath") ? volume.optional("subPath", "", YamlValue::text) : null,
                volume.optional("readOnly", false, flag -> flag.spelt(Spelling::flag)),
                kind,
                volume.optional(kind, Map.of(), SpecReader::object));
    }

    private static String name(String text) {
        if (PodLayout.VOLUMES.contains(text)) {
            throw new IllegalArgumentException("is a volume of Ondes' own; choose another name");
        }
        return Spelling.label(text, 63);
    }

    private static String mountPath(String text) {
        String path = text.length() > 1 && text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        if (!path.startsWith("/")
                || path.contains(":")
                || !path.equals(Path.of(path).normalize().toString())) {
            throw new IllegalArgumentException(
                    "must be an absolute path without a colon, and without . or .. or two slashes, such as /cache");
        }
        if (path.equals("/") || path.equals(PodLayout.BUILDS)) {
            throw new IllegalArgumentException("is what the job's own files are in; mount it elsewhere"
                    + (path.equals("/") ? "" : ", or replace the volume builds in pod.spec.volumes"));
        }
        if (OUR_FOLDERS.stream().anyMatch(ours -> path.equals(ours) || path.startsWith(ours + "/"))) {
            throw new IllegalArgumentException("is kept by Ondes for itself; mount it elsewhere");
        }
        return path;
    }
}
