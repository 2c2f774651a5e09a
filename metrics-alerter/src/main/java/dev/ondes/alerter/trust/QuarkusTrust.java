package dev.ondes.alerter.trust;

import dev.ondes.authorities.Authorities;
import io.quarkus.tls.runtime.TrustStoreAndTrustOptions;
import io.quarkus.tls.runtime.TrustStoreProvider;
import io.smallrye.common.annotation.Identifier;
import io.vertx.core.Vertx;
import io.vertx.core.net.TrustOptions;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import org.jspecify.annotations.Nullable;

/** Tells Quarkus' own clients, those of the login and of mail, whom to believe. */
@Singleton
@Identifier(QuarkusTrust.NAME)
public class QuarkusTrust implements TrustStoreProvider {
    /** Of the TLS configuration; stands in {@code application.properties}, too. */
    public static final String NAME = "ondes";

    private final Authorities authorities;

    QuarkusTrust(Authorities authorities) {
        this.authorities = authorities;
    }

    /** The store is for whoever looks into it; what is believed is said by the options. Null for the JDK's alone. */
    @Override
    public @Nullable TrustStoreAndTrustOptions getTrustStore(Vertx vertx) {
        return authorities.areUsual()
                ? null
                : new TrustStoreAndTrustOptions(empty(), TrustOptions.wrap(authorities.manager()));
    }

    private static KeyStore empty() {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("no key store can be made", e);
        }
    }
}
