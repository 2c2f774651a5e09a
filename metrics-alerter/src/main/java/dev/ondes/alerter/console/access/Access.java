package dev.ondes.alerter.console.access;

import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

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
     * @param viewers groups that may look; {@value #EVERYBODY} among them lets in whom the provider knows
     * @param operators groups that may act, and look
     * @param session how long a login lasts
     * @param https whether browsers come by TLS, which somebody before us may end
     */
    record Login(
            URI issuer,
            String clientId,
            Secret secret,
            List<String> scopes,
            String groupsClaim,
            Set<String> viewers,
            Set<String> operators,
            Duration session,
            boolean https)
            implements Access {
        static final String EVERYBODY = "*";

        /** Copies lists and sets. */
        public Login {
            scopes = List.copyOf(scopes);
            viewers = Set.copyOf(viewers);
            operators = Set.copyOf(operators);
        }

        @Override
        public Set<Role> roles(boolean loggedIn, Set<String> groups) {
            if (!loggedIn) {
                return EnumSet.noneOf(Role.class);
            }
            if (!Collections.disjoint(groups, operators)) {
                return EnumSet.allOf(Role.class);
            }
            return viewers.contains(EVERYBODY) || !Collections.disjoint(groups, viewers)
                    ? EnumSet.of(Role.VIEWER)
                    : EnumSet.noneOf(Role.class);
        }
    }
}
