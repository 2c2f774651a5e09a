package dev.ondes.images.identity;

import io.fabric8.kubernetes.api.model.authentication.TokenReview;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Tokens of the cluster's service accounts: the API server says whose they are. Thread-safe. */
public final class ServiceAccountTokens {
    private static final String PREFIX = "system:serviceaccount:";

    private final KubernetesClient client;
    private final String audience;

    public ServiceAccountTokens(KubernetesClient client, String audience) {
        this.client = client;
        this.audience = audience;
    }

    Caller verify(String token) {
        TokenReview review;
        try {
            review = client.resource(new TokenReviewBuilder()
                            .withNewMetadata()
                            .endMetadata()
                            .withNewSpec()
                            .withToken(token)
                            .withAudiences(audience)
                            .endSpec()
                            .build())
                    .create();
        } catch (KubernetesClientException e) {
            throw new TokenRefusedException(TokenProblem.REVIEW_UNREACHABLE);
        }
        var status = review.getStatus();
        if (status == null
                || !Boolean.TRUE.equals(status.getAuthenticated())
                || !status.getAudiences().contains(audience)
                || status.getUser() == null
                || !status.getUser().getUsername().startsWith(PREFIX)) {
            throw new TokenRefusedException(TokenProblem.NOT_REVIEWED);
        }
        return caller(status.getUser().getUsername().substring(PREFIX.length()), token);
    }

    private Caller caller(String account, String token) {
        String path = account.replace(':', '/');
        return new Caller(
                Caller.Kind.SERVICE_ACCOUNT,
                "kubernetes",
                0,
                path,
                path.substring(0, path.indexOf('/')),
                null,
                null,
                false,
                false,
                null,
                null,
                null,
                null,
                null,
                // Older tokens have no id of their own.
                UUID.nameUUIDFromBytes(token.getBytes(StandardCharsets.UTF_8)).toString());
    }
}
