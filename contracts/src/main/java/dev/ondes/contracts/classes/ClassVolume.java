package dev.ondes.contracts.classes;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A volume that every pod of a class has, mounted where its script and its services run.
 *
 * @param name a DNS label, none of those that Ondes' own volumes have
 * @param mountPath absolute, and none of the folders that Ondes keeps for itself
 * @param subPath the folder of the volume that is mounted; null for its root
 * @param kind Kubernetes' key of what it is, such as {@code emptyDir}
 * @param source that key's value, as Kubernetes' own files have it
 */
public record ClassVolume(
        String name,
        String mountPath,
        @Nullable String subPath,
        boolean readOnly,
        String kind,
        Map<String, Object> source) {}
