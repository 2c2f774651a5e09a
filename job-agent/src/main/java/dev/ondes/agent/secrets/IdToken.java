package dev.ondes.agent.secrets;

import dev.ondes.gitlab.Secret;

/** The JSON Web Token by which a provider knows the job. */
final class IdToken {
    private IdToken() {}

    static Secret given(Secret jwt) throws SecretRefusedException {
        if (jwt.reveal().isBlank()) {
            throw new SecretRefusedException("the job has no ID token for it: declare one with id_tokens, and name it"
                    + " with token where there are several");
        }
        return jwt;
    }
}
