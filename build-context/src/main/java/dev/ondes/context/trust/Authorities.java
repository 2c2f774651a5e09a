package dev.ondes.context.trust;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Whose word about a server's identity is taken: the JDK's authorities and those of a PEM file. Immutable; safe on many threads. */
public final class Authorities {
    /** The JDK's alone. */
    public static final Authorities USUAL = new Authorities("", List.of());

    /** More is no list of a company's own: it travels in each build's Secret. */
    private static final long LARGEST = 256 * 1024;

    private final String pem;
    private final List<Certificate> own;

    private Authorities(String pem, Collection<? extends Certificate> own) {
        this.pem = pem;
        this.own = List.copyOf(own);
    }

    /**
     * Reads more of them where there is such a file. Its maker may not have heard of any yet, or its reader been told too early, as
     * while a new one is rolled out.
     *
     * @throws IllegalArgumentException as {@link #of}
     */
    public static Authorities ifPresent(Path file, String setting) {
        return Files.exists(file) ? of(file, setting) : USUAL;
    }

    /**
     * Reads more of them.
     *
     * @param setting for messages: what named the file
     * @throws IllegalArgumentException naming the setting and the fix
     */
    public static Authorities of(Path file, String setting) {
        String named = setting + ": " + file;
        try {
            if (Files.size(file) > LARGEST) {
                throw new IllegalArgumentException(named + " is larger than " + LARGEST / 1024
                        + " KiB: name only authorities that Java doesn't know");
            }
            String pem = Files.readString(file);
            var read = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(UTF_8)));
            if (read.isEmpty()) {
                throw new IllegalArgumentException(named + " holds no certificate: name a PEM file of authorities");
            }
            return new Authorities(pem(read), read);
        } catch (CertificateException e) {
            throw new IllegalArgumentException(named + " is no PEM file of certificates: name one of authorities", e);
        } catch (IOException e) {
            throw new IllegalArgumentException(named + " can't be read: name a readable PEM file", e);
        }
    }

    private static String pem(Collection<? extends Certificate> certificates) {
        Base64.Encoder lines = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII));
        return certificates.stream()
                .map(certificate -> {
                    try {
                        return "-----BEGIN CERTIFICATE-----\n"
                                + lines.encodeToString(certificate.getEncoded())
                                + "\n-----END CERTIFICATE-----\n";
                    } catch (CertificateException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .collect(Collectors.joining());
    }

    /** Whether there are none but the JDK's, which clients believe by themselves. */
    public boolean areUsual() {
        return own.isEmpty();
    }

    /** Those of the file, without whatever else it held; empty for {@link #USUAL}. */
    public String pem() {
        return pem;
    }

    /** All of them, for programs that take one file. */
    public String allAsPem() {
        return pem(usual()) + pem;
    }

    /** For clients that take them so. */
    public TrustManager[] managers() {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (Certificate authority : usual()) {
                store.setCertificateEntry("usual-" + store.size(), authority);
            }
            for (Certificate authority : own) {
                store.setCertificateEntry("own-" + store.size(), authority);
            }
            return managers(store);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the JDK's authorities can't be read", e);
        }
    }

    /** For clients that take them so. */
    public SSLContext tls() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no TLS with these authorities", e);
        }
    }

    private static List<Certificate> usual() {
        try {
            return List.of(((X509TrustManager) managers(null)[0]).getAcceptedIssuers());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK's authorities can't be read", e);
        }
    }

    private static TrustManager[] managers(@Nullable KeyStore store) throws GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }
}
