package dev.ondes.gitlab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Whose word about a server's identity is taken: the authorities of a file, where one is set, and the JDK's. The JDK's
 * are read when a server needs them and not before: to parse them is a good part of a small program's start.
 */
final class Authorities extends X509ExtendedTrustManager {
    private final @Nullable X509ExtendedTrustManager ours;

    private Authorities(@Nullable X509ExtendedTrustManager ours) {
        this.ours = ours;
    }

    /** @param caFile PEM file; null for the JDK's authorities alone */
    static SSLContext context(@Nullable Path caFile) {
        return believing(caFile == null ? new Authorities(null) : of(CaFile.certificates(caFile)));
    }

    static SSLContext believing(X509ExtendedTrustManager trust) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {trust}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no TLS with these authorities", e);
        }
    }

    /** Those, and the JDK's. */
    static Authorities of(Collection<? extends Certificate> certificates) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (Certificate certificate : certificates) {
                store.setCertificateEntry("authority-" + store.size(), certificate);
            }
            return new Authorities(trusting(store));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("certificates that can't be believed", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param store null for the JDK's */
    private static X509ExtendedTrustManager trusting(@Nullable KeyStore store) throws GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
    }

    private static final class Jdk {
        static final X509ExtendedTrustManager AUTHORITIES = load();

        private static X509ExtendedTrustManager load() {
            try {
                return trusting(null);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("the JDK's authorities can't be read", e);
            }
        }
    }

    private interface Check {
        void by(X509ExtendedTrustManager authorities) throws CertificateException;
    }

    private void check(Check check) throws CertificateException {
        if (ours != null) {
            try {
                check.by(ours);
                return;
            } catch (CertificateException e) {
                // Not one of ours: an object storage beside GitLab may have a public certificate.
            }
        }
        check.by(Jdk.AUTHORITIES);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        check(authorities -> authorities.checkServerTrusted(chain, type, engine));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        check(authorities -> authorities.checkServerTrusted(chain, type, socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        check(authorities -> authorities.checkServerTrusted(chain, type));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        throw new CertificateException("we are no server");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        throw new CertificateException("we are no server");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("we are no server");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
