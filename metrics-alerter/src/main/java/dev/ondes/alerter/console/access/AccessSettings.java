package dev.ondes.alerter.console.access;

import dev.ondes.alerter.settings.AlerterSettings;
import dev.ondes.alerter.settings.ConsoleSettings;
import dev.ondes.alerter.settings.ConsoleSettings.LoginSettings;
import dev.ondes.alerter.settings.ConsoleSettings.ProxySettings;
import dev.ondes.contracts.net.Network;
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
    private static final String PROXY = CONSOLE + "proxy.";

    private AccessSettings() {}

    /**
     * Reads the client's secret, once.
     *
     * @param peersMayLie whether whoever connects may say another address than theirs, by the PROXY protocol
     * @throws IllegalArgumentException naming key and fix
     */
    public static Access of(AlerterSettings settings, boolean peersMayLie) {
        ConsoleSettings console = settings.console();
        ConsoleSettings.Entry entry = console.access()
                .orElseThrow(
                        () -> new IllegalArgumentException(
                                CONSOLE
                                        + "access is not set: who may see the console? Say login, with " + LOGIN
                                        + "issuer, client-id,"
                                        + " client-secret-file and viewers or operators; proxy, with " + PROXY
                                        + "trusted and viewers or operators, where a proxy before it knows who people are; or open, where everybody who reaches the port may look"));
        return switch (entry) {
            case OPEN -> new Access.Open(console.openMayAct());
            case LOGIN -> {
                refuseOpenMayAct(console, "login", LOGIN);
                yield login(console.login(), settings.consoleUrl());
            }
            case PROXY -> {
                refuseOpenMayAct(console, "proxy", PROXY);
                if (peersMayLie) {
                    throw new IllegalArgumentException(
                            "quarkus.http.proxy.use-proxy-protocol lets whoever connects say where they"
                                    + " come from, and " + CONSOLE + "access=proxy believes that: use one of them");
                }
                yield proxy(console.proxy());
            }
        };
    }

    private static void refuseOpenMayAct(ConsoleSettings console, String entry, String group) {
        if (console.openMayAct()) {
            throw new IllegalArgumentException(CONSOLE + "open-may-act is for " + CONSOLE + "access=open; with " + entry
                    + ", name who may act by " + group + "operators");
        }
    }

    private static Access.Proxy proxy(ProxySettings proxy) {
        List<String> trusted = proxy.trusted()
                .orElseThrow(
                        () -> new IllegalArgumentException(
                                PROXY + "trusted is not set, and " + CONSOLE
                                        + "access=proxy needs it: the addresses that the proxy connects from, and no others, such as 127.0.0.1"));
        return new Access.Proxy(
                trusted.stream().map(AccessSettings::network).toList(),
                proxy.userHeader(),
                proxy.groupsHeader(),
                proxy.groupsSeparator(),
                members(PROXY, proxy.viewers(), proxy.operators()),
                proxy.logoutUrl().orElse(null));
    }

    private static Network network(String text) {
        try {
            return Network.parse(text.strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    PROXY + "trusted must have addresses such as 127.0.0.1 or networks such as 10.1.2.0/28, not " + text
                            + " (" + e.getMessage() + ")",
                    e);
        }
    }

    private static Members members(String group, Optional<Set<String>> viewers, Optional<Set<String>> operators) {
        if (viewers.isEmpty() && operators.isEmpty()) {
            throw new IllegalArgumentException(group + "viewers and " + group
                    + "operators are not set, so nobody could look: name groups, or say viewers=" + Members.EVERYBODY);
        }
        return new Members(viewers.orElse(Set.of()), operators.orElse(Set.of()));
    }

    private static Access.Login login(LoginSettings login, Optional<URI> address) {
        Members members = members(LOGIN, login.viewers(), login.operators());
        if (login.session().isZero() || login.session().isNegative()) {
            throw new IllegalArgumentException(LOGIN + "session must be longer than nothing, such as 8h");
        }
        return new Access.Login(
                issuer(needed(login.issuer(), "issuer")),
                needed(login.clientId(), "client-id"),
                secret(needed(login.clientSecretFile(), "client-secret-file")),
                List.copyOf(login.scopes()),
                login.groupsClaim(),
                members,
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
