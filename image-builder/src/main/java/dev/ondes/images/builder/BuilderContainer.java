package dev.ondes.images.builder;

import io.fabric8.kubernetes.api.model.SecurityContext;
import java.util.List;
import java.util.Map;

/**
 * A builder's container, as far as builders differ.
 *
 * @param scratch folders that need a volume of their own
 * @param files name to content, under {@link PodPaths#CONFIG}
 */
public record BuilderContainer(
        String image,
        List<String> command,
        List<String> args,
        Map<String, String> env,
        SecurityContext security,
        List<String> scratch,
        Map<String, String> files) {
    public BuilderContainer {
        command = List.copyOf(command);
        args = List.copyOf(args);
        env = Map.copyOf(env);
        scratch = List.copyOf(scratch);
        files = Map.copyOf(files);
    }
}
