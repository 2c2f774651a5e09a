package dev.ondes.alerter.console.access;

import dev.ondes.contracts.net.Network;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who may come in, and as what. */
public sealed interface Access {
    /** Whoever is in some of these groups; of somebody who has not logged in there are none. */
    Set<Role> roles(boolean loggedIn, Set<String> groups);

    /**
     * Everybody who reaches the port.
     *
     * @param mayAct whether everybody may act, too
     */
    record Open(boolean mayAct) implements Access {
        @Override
        public Set<Role> roles(boolean loggedIn, Set<String> groups) {
            return mayAct ? EnumSet.allOf(Role.class) : EnumSet.of(Role.VIEWER);
        }
    }

    /**
     * Whom an OpenID provider names.
     *
     * @param groupsClaim where in the ID token the groups stand
     * @param session how long a login lasts
     * @param https whether browsers come by TLS, which somebody before us may end
     */
    record Login(
            URI issuer,
            String clientId,
            Secret secret,
            List<String> scopes,
            String groupsClaim,
            Members members,
            Duration session,
            boolean https)
            implements Access {
        /** Copies the list. */
        public Login {
            scopes = List.copyOf(scopes);
        }

        @Override
        public Set<Role> roles(boolean loggedIn, Set<String> groups) {
            return loggedIn ? members.roles(groups) : EnumSet.noneOf(Role.class);
        }
    }

    /**
     * Whom a reverse proxy before us names that has asked who they are, such as oauth2-proxy.
     *
     * @param trusted where that proxy connects from; nobody else is believed
     * @param userHeader in which it says who somebody is
     * @param groupsHeader in which it says their groups
     * @param separator what stands between two groups
     * @param logout where people log out; null where they can't
     */
    record Proxy(
            List<Network> trusted,
            String userHeader,
            String groupsHeader,
            String separator,
            Members members,
            @Nullable URI logout)
            implements Access {

        /** Copies the list. */
        public Proxy {
            trusted = List.copyOf(trusted);
        }

        @Override
        public Set<Role> roles(boolean loggedIn, Set<String> groups) {
            return loggedIn ? members.roles(groups) : EnumSet.noneOf(Role.class);
        }
    }
}
