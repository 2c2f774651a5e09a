package dev.ondes.alerter.console.access;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What somebody may do by their groups. Pure.
 *
 * @param viewers groups that may look; {@value #EVERYBODY} among them lets in whoever has a name
 * @param operators groups that may act, and look
 */
record Members(Set<String> viewers, Set<String> operators) {
    static final String EVERYBODY = "*";

    Members {
        viewers = Set.copyOf(viewers);
        operators = Set.copyOf(operators);
    }

    Set<Role> roles(Set<String> groups) {
        if (!Collections.disjoint(groups, operators)) {
            return EnumSet.allOf(Role.class);
        }
        return viewers.contains(EVERYBODY) || !Collections.disjoint(groups, viewers)
                ? EnumSet.of(Role.VIEWER)
                : EnumSet.noneOf(Role.class);
    }
}
