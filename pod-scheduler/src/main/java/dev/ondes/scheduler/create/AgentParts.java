package dev.ondes.scheduler.create;

import dev.ondes.gitlab.CaFile;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the agents of this installation have in common.
 *
 * @param image of the agent container
 * @param gitlabCa PEM text of the authorities that GitLab's certificate is checked by, beside those that everybody trusts;
 *     null for none
 */
public record AgentParts(String image, @Nullable String gitlabCa) {
    /**
     * Reads the file.
     *
     * @throws IllegalArgumentException naming the setting and the fix
     */
    public static AgentParts of(String image, Optional<Path> caFile) {
        return new AgentParts(
                image,
                caFile.map(file -> CaFile.text("ondes.scheduler.gitlab-ca-file", file))
                        .orElse(null));
    }
}
