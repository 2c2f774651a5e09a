package dev.ondes.playground.gitlab.ci;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A container that runs beside a job.
 *
 * @param alias names under which it is reached, separated by blanks or commas; null for those that its image gives it
 * @param entrypoint empty where the image's own is meant, as {@code command}
 * @param variables of this service alone, in the file's order
 */
public record CiService(
        String name,
        @Nullable String alias,
        List<String> entrypoint,
        List<String> command,
        Map<String, String> variables,
        List<String> pullPolicies) {
    public CiService {
        entrypoint = List.copyOf(entrypoint);
        command = List.copyOf(command);
        variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
        pullPolicies = List.copyOf(pullPolicies);
    }
}
