package dev.ondes.contracts.event;

import dev.ondes.contracts.build.BuildSpec;
import org.jspecify.annotations.Nullable;

/**
 * Build an image: what {@code POST /v1/builds} takes, as an event. The same rules hold for both.
 *
 * @param requestId the requester's own name for it; stands in {@link BuildStarted} and {@link BuildDone} again
 * @param sealedToken the requester's GitLab id_token or Kubernetes service-account token as compact JWE
 * @param sealedSecrets for the build: a JSON object of ids to values as compact JWE
 */
public record BuildRequested(
        String requestId,
        BuildSpec spec,
        String sealedToken,
        @Nullable String sealedSecrets) implements EventData {

    @Override
    public String subject() {
        return requestId;
    }
}
