package dev.ondes.agent.secrets;

import dev.ondes.gitlab.Secret;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One login for all secrets that share it. No token is given back: the server would end with it what it made for the job, such as a
 * database's user.
 */
final class VaultLogins {
    private final Map<Login, Secret> tokens = new HashMap<>();

    /** As whom, and where. */
    record Login(URI server, String namespace, String path, String role, Secret jwt) {}

    /** The token of an earlier login; null for none. */
    @Nullable
    Secret known(Login login) {
        return tokens.get(login);
    }

    Secret fresh(Login login, VaultServer server) throws IOException {
        Secret token = server.login(Addresses.path(login.path()), login.jwt(), login.role());
        tokens.put(login, token);
        return token;
    }
}
