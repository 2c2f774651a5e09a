package dev.ondes.gitlab;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509ExtendedTrustManager;

/** A PEM file of authorities; one that names none would have GitLab refused, or nobody trusted, long after the start. */
public final class CaFile {
    private CaFile() {}

    /**
     * The text of a setting's file, which holds at least one certificate.
     *
     * @throws IllegalArgumentException naming the setting, the file and the fix
     */
    public static String text(String setting, Path file) {
        return new String(checked(setting, file), StandardCharsets.UTF_8);
    }

    /**
     * Refuses a setting's file that names no authority; for a start that only hands the file on.
     *
     * @throws IllegalArgumentException naming the setting, the file and the fix
     */
    public static void check(String setting, Path file) {
        var _ = checked(setting, file);
    }

    private static byte[] checked(String setting, Path file) {
        byte[] pem = read(setting + ": ", file);
        certificates(setting + ": ", file, pem);
        return pem;
    }

    /**
     * Believes the authorities of a setting's file, and the JDK's: for what speaks to others than GitLab.
     *
     * @throws IllegalArgumentException naming the setting, the file and the fix
     */
    public static X509ExtendedTrustManager trust(String setting, Path file) {
        return Authorities.of(certificates(setting + ": ", file, read(setting + ": ", file)));
    }

    /** TLS with those that are believed. */
    public static SSLContext tls(X509ExtendedTrustManager trust) {
        return Authorities.believing(trust);
    }

    /**
     * What the file holds: at least one.
     *
     * @throws IllegalArgumentException naming the file and the fix
     */
    static Collection<? extends Certificate> certificates(Path file) {
        return certificates("", file, read("", file));
    }

    private static byte[] read(String setting, Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new IllegalArgumentException(setting + file + " can't be read: name a readable PEM file");
        }
    }

    private static Collection<? extends Certificate> certificates(String setting, Path file, byte[] pem) {
        try {
            var read = CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem));
            if (read.isEmpty()) {
                throw new IllegalArgumentException(
                        setting + file + " holds no certificate: name a PEM file of authorities");
            }
            return read;
        } catch (CertificateException e) {
            throw new IllegalArgumentException(
                    setting + file + " is no PEM file of certificates: name one of authorities");
        }
    }
}
