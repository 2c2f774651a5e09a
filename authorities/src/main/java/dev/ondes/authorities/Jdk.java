package dev.ondes.authorities;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** The authorities that the JDK brings, or that its operators set in their place. */
final class Jdk {
    private Jdk() {}

    /** Read by the first who asks. */
    static X509ExtendedTrustManager authorities() {
        return Holder.AUTHORITIES;
    }

    /** @param store null for the JDK's own */
    static X509ExtendedTrustManager trusting(@Nullable KeyStore store) throws GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
    }

    private static final class Holder {
        static final X509ExtendedTrustManager AUTHORITIES = load();

        private static X509ExtendedTrustManager load() {
            try {
                return trusting(null);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("the JDK's authorities can't be read", e);
            }
        }
    }
}
