package dev.ondes.images.provenance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** A private key of the curve P-256, with which statements are signed. Immutable; prints no secret. */
public final class SigningKey {
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";

    private final PrivateKey key;

    private SigningKey(PrivateKey key) {
        this.key = key;
    }

    /**
     * Reads one.
     *
     * @param pem PKCS #8 in PEM, such as {@code openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256} writes
     * @throws IllegalArgumentException naming the setting and the fix
     */
    public static SigningKey read(Path pem) {
        try {
            String text = Files.readString(pem, StandardCharsets.US_ASCII);
            int begin = text.indexOf(BEGIN);
            int end = text.indexOf(END);
            if (begin < 0 || end < begin) {
                throw unusable(pem);
            }
            byte[] encoded = Base64.getMimeDecoder().decode(text.substring(begin + BEGIN.length(), end));
            return new SigningKey(KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(encoded)));
        } catch (IOException e) {
            throw new UncheckedIOException("ondes.provenance.signing-key-file can't be read: " + pem, e);
        } catch (GeneralSecurityException e) {
            throw unusable(pem);
        }
    }

    private static IllegalArgumentException unusable(Path pem) {
        return new IllegalArgumentException(
                "ondes.provenance.signing-key-file must hold a private key of P-256 as PKCS #8 in PEM"
                        + " (openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256): " + pem);
    }

    /** An ECDSA signature with SHA-256, in DER. */
    byte[] sign(byte[] bytes) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(key);
            signature.update(bytes);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return "***";
    }
}
