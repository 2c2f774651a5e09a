package dev.ondes.authorities;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathBuilderException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Believes own authorities, then the JDK's, which are not read before a server needs them. */
final class Believing extends X509ExtendedTrustManager {
    private final @Nullable X509ExtendedTrustManager ours;

    private Believing(@Nullable X509ExtendedTrustManager ours) {
        this.ours = ours;
    }

    static X509ExtendedTrustManager usual() {
        return new Believing(null);
    }

    static X509ExtendedTrustManager alsoIn(Collection<Certificate> own) {
        return new Believing(onlyIn(own));
    }

    static X509ExtendedTrustManager onlyIn(Collection<Certificate> own) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (Certificate certificate : own) {
                store.setCertificateEntry("authority-" + store.size(), certificate);
            }
            return Jdk.trusting(store);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("certificates that can't be believed", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Check {
        void by(X509ExtendedTrustManager authorities) throws CertificateException;
    }

    private void check(Check check) throws CertificateException {
        if (ours == null) {
            check.by(Jdk.authorities());
            return;
        }
        try {
            check.by(ours);
        } catch (CertificateException complaint) {
            if (!isOfNobodyOfOurs(complaint)) {
                throw complaint;
            }
            // An object storage beside GitLab may have a public certificate.
            check.by(Jdk.authorities());
        }
    }

    /** Else it is one of ours, and what is wrong is its host's name or its time: that nobody else can mend. */
    private static boolean isOfNobodyOfOurs(Throwable complaint) {
        for (Throwable cause = complaint; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertPathBuilderException) {
                return true;
            }
        }
        return false;
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
