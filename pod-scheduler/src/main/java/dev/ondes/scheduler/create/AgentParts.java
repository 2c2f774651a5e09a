package dev.ondes.scheduler.create;

import dev.ondes.authorities.Authorities;
import dev.ondes.contracts.net.Proxies;
import dev.ondes.contracts.pod.PodLayout;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the agents of this installation have in common.
 *
 * @param image of the agent container
 * @param gitlabCa PEM text of the authorities that GitLab's certificate is checked by, beside those that everybody trusts;
 *     null for none
 * @param secretsCa the same for the providers of jobs' secrets
 * @param proxies what the agents reach by a proxy
 */
public record AgentParts(
        String image, @Nullable String gitlabCa, @Nullable String secretsCa, Proxies proxies) {
    /** Agents that reach everything directly. */
    public AgentParts(String image, @Nullable String gitlabCa, @Nullable String secretsCa) {
        this(image, gitlabCa, secretsCa, Proxies.NONE);
    }

    /** With the authorities that the agents are told of. */
    public static AgentParts of(String image, Authorities gitlab, Authorities secrets, Proxies proxies) {
        return new AgentParts(image, text(gitlab), text(secrets), proxies);
    }

    private static @Nullable String text(Authorities authorities) {
        return authorities.areUsual() ? null : authorities.pem();
    }

    /** Texts of authorities by the name of their file. */
    Map<String, String> authorities() {
        Map<String, String> authorities = new TreeMap<>();
        if (gitlabCa != null) {
            authorities.put(PodLayout.GITLAB_CA_KEY, gitlabCa);
        }
        if (secretsCa != null) {
            authorities.put(PodLayout.SECRETS_CA_KEY, secretsCa);
        }
        return authorities;
    }
}
