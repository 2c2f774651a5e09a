package dev.ondes.alerter.settings;

import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The operators' web pages. */
public interface ConsoleSettings {
    /** The zone that all their times are in. */
    @WithDefault("UTC")
    ZoneId zone();

    /** Who may come in. There is no default: without a word on it the service does not start. */
    Optional<Entry> access();

    /** Where everybody may look, whether everybody may act, too. */
    @WithDefault("false")
    boolean openMayAct();

    LoginSettings login();

    ProxySettings proxy();

    /** Who may come in. */
    enum Entry {
        /** Everybody who reaches the port. */
        OPEN,
        /** Whom an OpenID provider names. */
        LOGIN,
        /** Whom a reverse proxy before us names. */
        PROXY
    }

    /** By whom people are named, and who of them may do what. */
    interface LoginSettings {
        /** The provider, such as {@code https://gitlab.example.com}. */
        Optional<URI> issuer();

        Optional<String> clientId();

        Optional<Path> clientSecretFile();

        @WithDefault("openid,profile,email")
        List<String> scopes();

        /** Where in the ID token somebody's groups stand; a slash leads into an object. */
        @WithDefault("groups_direct")
        String groupsClaim();

        /** Groups that may look; {@code *} is everybody whom the provider knows. */
        Optional<Set<String>> viewers();

        /** Groups that may act, and look. */
        Optional<Set<String>> operators();

        /** After that, people log in again. */
        @WithDefault("PT8H")
        Duration session();
    }

    /** Which proxy is believed, and who of those that it names may do what. */
    interface ProxySettings {
        /** Addresses that the proxy connects from, or networks of nothing else, such as {@code 127.0.0.1} and {@code 10.1.2.0/28}. */
        Optional<List<String>> trusted();

        @WithDefault("X-Forwarded-User")
        String userHeader();

        @WithDefault("X-Forwarded-Groups")
        String groupsHeader();

        /** What stands between two groups. */
        @WithDefault(",")
        String groupsSeparator();

        /** Groups that may look; {@code *} is everybody whom the proxy names. */
        Optional<Set<String>> viewers();

        /** Groups that may act, and look. */
        Optional<Set<String>> operators();

        /** Where people log out, such as {@code /oauth2/sign_out}. */
        Optional<URI> logoutUrl();
    }
}
