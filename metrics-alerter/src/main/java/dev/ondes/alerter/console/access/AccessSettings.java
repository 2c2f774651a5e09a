package dev.ondes.alerter.console.access;

import dev.ondes.alerter.settings.AlerterSettings;
import dev.ondes.alerter.settings.AlerterSettings.LoginSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Who may come in, by the settings. Whoever says nothing is not taken to have said that everybody may. */
public final class AccessSettings {
    private static final String CONSOLE = "ondes.alerter.console.";
    private static final String LOGIN = CONSOLE + "login.";

    private AccessSettings() {}

    /**
     * Reads the client's secret, once.
     *
     * @throws IllegalArgumentException naming key and fix
     */
    public static Access of(AlerterSettings settings) {
        AlerterSettings.Console console = settings.console();
        AlerterSettings.Entry entry = console.access()
                .orElseThrow(
                        () -> new IllegalArgumentException(
                                CONSOLE
                                        + "access is not set: who may see the console? Say login, with " + LOGIN
                                        + "issuer, client-id,"
                                        + " client-secret-file and viewers or operators; or open, where everybody who reaches the port may look"));
        return switch (entry) {
            case OPEN -> new Access.Open(console.openMayAct());
            case LOGIN -> {
                if (console.openMayAct()) {
                    throw new IllegalArgumentException(CONSOLE + "open-may-act is for " + CONSOLE
                            + "access=open; with login, name who may act by " + LOGIN + "operators");
                }
                yield login(console.login(), settings.consoleUrl());
            }
        };
    }

    private static Access.Login login(LoginSettings login, Optional<URI> address) {
        Set<String> viewers = login.viewers().orElse(Set.of());
        Set<String> operators = login.operators().orElse(Set.of());
        if (viewers.isEmpty() && operators.isEmpty()) {
            throw new IllegalArgumentException(LOGIN + "viewers and " + LOGIN
                    + "operators are not set, so nobody could look: name groups, or say viewers="
                    + Access.Login.EVERYBODY);
        }
        if (login.session().isZero() || login.session().isNegative()) {
            throw new IllegalArgumentException(LOGIN + "session must be longer than nothing, such as 8h");
        }
        return new Access.Login(
                issuer(needed(login.issuer(), "issuer")),
                needed(login.clientId(), "client-id"),
                secret(needed(login.clientSecretFile(), "client-secret-file")),
                List.copyOf(login.scopes()),
                login.groupsClaim(),
                viewers,
                operators,
                login.session(),
                address.filter(url -> "https".equals(url.getScheme())).isPresent());
    }

    private static <T> T needed(Optional<T> value, String key) {
        return value.orElseThrow(() ->
                new IllegalArgumentException(LOGIN + key + " is not set, and " + CONSOLE + "access=login needs it"));
    }

    private static URI issuer(URI issuer) {
        if (issuer.getHost() == null || !List.of("https", "http").contains(issuer.getScheme())) {
            throw new IllegalArgumentException(
                    LOGIN + "issuer must be an address such as https://gitlab.example.com, not " + issuer);
        }
        return issuer;
    }

    private static Secret secret(Path file) {
        try {
            String secret = Files.readString(file).strip();
            if (secret.isEmpty()) {
                throw new IllegalArgumentException(LOGIN + "client-secret-file: " + file + " is empty");
            }
            return new Secret(secret);
        } catch (IOException e) {
            throw new IllegalArgumentException(LOGIN + "client-secret-file: " + file + " can't be read", e);
        }
    }
}
