package dev.ondes.authorities;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Whose word about a server's identity is taken: the JDK's authorities, and those of a PEM file where one is set. The file is read
 * once, so that a wrong one is told at the start; the JDK's are read when a server needs them and not before: to parse them is a good
 * part of a small program's start. Immutable; safe on many threads.
 */
public final class Authorities {
    /** The JDK's alone. */
    public static final Authorities USUAL = new Authorities("", List.of());

    /** More is no list of a company's own: it travels in the Secret of each job and of each build. */
    private static final long LARGEST = 256 * 1024;

    private final String pem;
    private final List<Certificate> own;

    private Authorities(String pem, Collection<? extends Certificate> own) {
        this.pem = pem;
        this.own = List.copyOf(own);
    }

    /**
     * The JDK's, and a file's: at least one.
     *
     * @param setting for messages: what named the file
     * @throws IllegalArgumentException without a cause, naming the setting, the file and the fix: that one line is what a service
     *     says when it refuses to start
     */
    public static Authorities of(String setting, Path file) {
        String named = setting + ": " + file;
        try {
            if (Files.size(file) > LARGEST) {
                throw new IllegalArgumentException(named + " is larger than " + LARGEST / 1024
                        + " KiB: name only authorities that Java doesn't know");
            }
            var read = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)));
            if (read.isEmpty()) {
                throw new IllegalArgumentException(named + " holds no certificate: name a PEM file of authorities");
            }
            return new Authorities(pem(read), read);
        } catch (CertificateException e) {
            throw new IllegalArgumentException(named + " is no PEM file of certificates: name one of authorities");
        } catch (IOException e) {
            throw new IllegalArgumentException(named + " can't be read: name a readable PEM file");
        }
    }

    /**
     * As {@link #of(String, Path)} where a file is set, else {@link #USUAL}.
     *
     * @throws IllegalArgumentException as {@link #of(String, Path)}
     */
    public static Authorities of(String setting, Optional<Path> file) {
        return file.map(path -> of(setting, path)).orElse(USUAL);
    }

    /**
     * As {@link #of(String, Path)} where there is such a file, else {@link #USUAL}: its maker may not have heard of any yet, or its reader been told
     * too early, as while a new one is rolled out.
     *
     * @throws IllegalArgumentException as {@link #of(String, Path)}
     */
    public static Authorities ifPresent(String setting, Path file) {
        return Files.exists(file) ? of(setting, file) : USUAL;
    }

    private static String pem(Collection<? extends Certificate> certificates) {
        Base64.Encoder lines = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII));
        return certificates.stream()
                .map(certificate -> {
                    try {
                        return "-----BEGIN CERTIFICATE-----\n"
                                + new String(lines.encode(certificate.getEncoded()), UTF_8)
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

    List<Certificate> certificates() {
        return own;
    }

    /** All of them, for programs that take one file. */
    public String allAsPem() {
        return pem(List.of(Jdk.authorities().getAcceptedIssuers())) + pem;
    }

    /** For clients that take one. */
    public X509ExtendedTrustManager manager() {
        return own.isEmpty() ? Believing.usual() : Believing.alsoIn(own);
    }

    /**
     * For clients that take TLS. Where there are none but the JDK's, it is the JVM's own, which may have been given a certificate of
     * ours, too; and nothing is set up before the first connection needs it.
     */
    public SSLContext tls() {
        return own.isEmpty() ? new LazyTls(Authorities::ofTheJvm) : tls(manager());
    }

    private static SSLContext ofTheJvm() {
        try {
            return SSLContext.getDefault();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JVM has no TLS", e);
        }
    }

    /** For a server that is known to be one of the file's: the JDK's authorities are believed only where there is no file. */
    public SSLContext tlsOfTheFileAlone() {
        return own.isEmpty() ? tls() : tls(Believing.onlyIn(own));
    }

    private static SSLContext tls(X509ExtendedTrustManager manager) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {manager}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no TLS with these authorities", e);
        }
    }
}
