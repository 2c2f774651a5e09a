package dev.ondes.alerter.console.access;

import dev.ondes.alerter.trust.QuarkusTrust;
import io.quarkus.oidc.OidcRequestContext;
import io.quarkus.oidc.OidcTenantConfig;
import io.quarkus.oidc.TenantConfigResolver;
import io.quarkus.oidc.runtime.OidcTenantConfig.ApplicationType;
import io.quarkus.oidc.runtime.OidcTenantConfig.Authentication.CookieSameSite;
import io.quarkus.oidc.runtime.OidcTenantConfig.Roles.Source;
import io.quarkus.oidc.runtime.OidcTenantConfig.TokenStateManager.Strategy;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/**
 * Tells Quarkus by whom people log in. It is asked for with the first request and not at the start: metrics and alerts do not wait for
 * a provider. The session is the provider's ID token in an encrypted cookie; nothing is kept here. The token's own end may be minutes away
 * (GitLab's: two), so the session's length is ours.
 */
@Singleton
public class Provider implements TenantConfigResolver {
    /** Where the provider sends people back to; it must know this address. */
    static final String BACK = "/login";

    static final String REFUSED = "/login/refused";
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Optional<OidcTenantConfig> tenant;

    Provider(Access access) {
        tenant = switch (access) {
            case Access.Open _, Access.Proxy _ -> Optional.empty();
            case Access.Login login -> Optional.of(tenant(login));
        };
    }

    @Override
    public Uni<OidcTenantConfig> resolve(RoutingContext context, OidcRequestContext<OidcTenantConfig> request) {
        boolean ours = !context.normalizedPath().startsWith("/q/");
        return Uni.createFrom().item(ours ? tenant.orElse(null) : null);
    }

    private static OidcTenantConfig tenant(Access.Login login) {
        return OidcTenantConfig.authServerUrl(login.issuer().toString())
                .tenantId("console")
                .applicationType(ApplicationType.WEB_APP)
                .connectionTimeout(PATIENCE)
                .tlsConfigurationName(QuarkusTrust.NAME)
                .clientId(login.clientId())
                .credentials(login.secret().value())
                .roles(Source.idtoken, login.groupsClaim())
                .token()
                .lifespanGrace(Math.toIntExact(login.session().toSeconds()))
                .end()
                .tokenStateManager()
                .strategy(Strategy.ID_TOKEN)
                .encryptionSecret(login.secret().keyFor("session"))
                .end()
                .authentication()
                .scopes(login.scopes())
                .addOpenidScope(false)
                .pkceRequired()
                .nonceRequired()
                .stateSecret(login.secret().keyFor("state"))
                .redirectPath(BACK)
                .restorePathAfterRedirect()
                .errorPath(REFUSED)
                .cookieSameSite(CookieSameSite.LAX)
                .cookieForceSecure(login.https())
                .forceRedirectHttpsScheme(login.https())
                .end()
                .build();
    }
}
