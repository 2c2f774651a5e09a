package dev.ondes.alerter.console.access;

import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Somebody's groups, as the provider says them, become our roles: a group that happens to be called as a role gives none. */
@Singleton
public class RoleGiver implements SecurityIdentityAugmentor {
    private final Access access;

    RoleGiver(Access access) {
        this.access = access;
    }

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        Set<String> roles = access.roles(!identity.isAnonymous(), identity.getRoles()).stream()
                .map(Role::wire)
                .collect(Collectors.toSet());
        return Uni.createFrom()
                .item(QuarkusSecurityIdentity.builder()
                        .setPrincipal(new QuarkusPrincipal(name(identity)))
                        .setAnonymous(identity.isAnonymous())
                        .addAttributes(identity.getAttributes())
                        .addCredentials(identity.getCredentials())
                        .addRoles(roles)
                        .build());
    }

    /** As colleagues know them, and as a record should name them. */
    private static String name(SecurityIdentity identity) {
        if (identity.getPrincipal() instanceof JsonWebToken token) {
            return Stream.of("preferred_username", "nickname", "email", "name", "sub")
                    .map(token::<Object>getClaim)
                    .filter(Objects::nonNull)
                    .map(Object::toString)
                    .filter(name -> !name.isBlank())
                    .findFirst()
                    .orElse("somebody without a name");
        }
        return identity.getPrincipal() == null ? "" : identity.getPrincipal().getName();
    }
}
