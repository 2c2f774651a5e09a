package dev.ondes.scheduler.create;

import dev.ondes.authorities.Authorities;
import org.jspecify.annotations.Nullable;

/**
 * What the agents of this installation have in common.
 *
 * @param image of the agent container
 * @param gitlabCa PEM text of the authorities that GitLab's certificate is checked by, beside those that everybody trusts;
 *     null for none
 */
public record AgentParts(String image, @Nullable String gitlabCa) {
    /** With the authorities that the agents are told of. */
    public static AgentParts of(String image, Authorities gitlab) {
        return new AgentParts(image, gitlab.areUsual() ? null : gitlab.pem());
    }
}
