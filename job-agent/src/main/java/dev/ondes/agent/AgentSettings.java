package dev.ondes.agent;

import dev.ondes.authorities.Authorities;
import dev.ondes.contracts.pod.PodLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the agent finds and leaves things, from its environment; see {@link PodLayout}.
 *
 * @param shared directory shared with the build container
 * @param builds directory of checkouts, the same in both containers
 * @param jobFile the agent's job; may appear late
 * @param termination file of the termination message
 * @param temporary directory of the agent's own
 * @param noticeFile where it is said that the node goes away; may appear late, or never
 * @param gitlabCa PEM file of the authorities for GitLab's certificate; null where everybody trusts it
 * @param secretsCa PEM file of the authorities for the certificates of secrets providers; null where everybody trusts them
 * @param node name of the node, as said in the log
 * @param pod name of the pod, as said in the log
 */
public record AgentSettings(
        Path shared,
        Path builds,
        Path jobFile,
        Path termination,
        Path temporary,
        Path noticeFile,
        @Nullable Path gitlabCa,
        @Nullable Path secretsCa,
        String node,
        String pod,
        Tempo tempo) {

    public static AgentSettings of(Map<String, String> environment) {
        return new AgentSettings(
                path(environment, PodLayout.DIR_VARIABLE, PodLayout.DIR),
                path(environment, PodLayout.BUILDS_VARIABLE, PodLayout.BUILDS),
                path(environment, PodLayout.JOB_FILE_VARIABLE, PodLayout.JOB_DIR + "/" + PodLayout.JOB_KEY),
                path(environment, PodLayout.TERMINATION_VARIABLE, PodLayout.TERMINATION),
                Path.of(System.getProperty("java.io.tmpdir", "/tmp")),
                path(environment, PodLayout.NOTICE_FILE_VARIABLE, PodLayout.NOTES_DIR + "/" + PodLayout.NOTICE),
                file(environment, PodLayout.GITLAB_CA_VARIABLE),
                file(environment, PodLayout.SECRETS_CA_VARIABLE),
                environment.getOrDefault("ONDES_NODE", "an unnamed node"),
                environment.getOrDefault("ONDES_POD", "an unnamed pod"),
                Tempo.ordinary());
    }

    /** Whose word about GitLab's identity is taken, and about that of what stands beside it, such as its object storage. */
    Authorities authorities() {
        return gitlabCa == null ? Authorities.USUAL : Authorities.of(PodLayout.GITLAB_CA_VARIABLE, gitlabCa);
    }

    /** Whose word about the identity of secrets providers is taken. */
    Authorities secretsAuthorities() {
        return secretsCa == null ? Authorities.USUAL : Authorities.of(PodLayout.SECRETS_CA_VARIABLE, secretsCa);
    }

    private static @Nullable Path file(Map<String, String> environment, String key) {
        String path = environment.getOrDefault(key, "");
        if (path.isEmpty()) {
            return null;
        }
        if (!Files.isReadable(Path.of(path))) {
            throw new IllegalArgumentException(
                    key + " names " + path + ", which can't be read: is it mounted into the agent's container?");
        }
        return Path.of(path).toAbsolutePath();
    }

    private static Path path(Map<String, String> environment, String key, String usual) {
        return Path.of(environment.getOrDefault(key, usual)).toAbsolutePath();
    }
}
