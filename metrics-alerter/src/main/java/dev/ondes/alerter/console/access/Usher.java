package dev.ondes.alerter.console.access;

import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.stream.Collectors;

/** Tells Quarkus who a proxy before us says somebody is; with any other access, nothing. On the event loop: never blocks. */
@Singleton
public class Usher implements HttpAuthenticationMechanism {
    private final Access access;

    Usher(Access access) {
        this.access = access;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager ignored) {
        return access instanceof Access.Proxy proxy
                        && introduction(proxy, context) instanceof Introduction.Person person
                ? Uni.createFrom().item(identity(proxy, person))
                : Uni.createFrom().nullItem();
    }

    /** By the connection itself: who is sent before, in {@code X-Forwarded-For}, anybody can write there. */
    public static Introduction introduction(Access.Proxy proxy, RoutingContext context) {
        SocketAddress peer = context.request().connection().remoteAddress();
        return Introduction.of(
                proxy,
                peer == null ? null : peer.hostAddress(),
                context.request().headers()::getAll);
    }

    private static SecurityIdentity identity(Access.Proxy proxy, Introduction.Person person) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(person.name()))
                .addRoles(proxy.roles(true, person.groups()).stream()
                        .map(Role::wire)
                        .collect(Collectors.toSet()))
                .build();
    }

    /** There is nowhere to lead anybody: the proxy does that. */
    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return Uni.createFrom().nullItem();
    }
}
