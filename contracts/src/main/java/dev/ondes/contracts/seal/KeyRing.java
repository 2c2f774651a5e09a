package dev.ondes.contracts.seal;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.DirectDecrypter;
import com.nimbusds.jose.crypto.DirectEncrypter;
import java.text.ParseException;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals and opens payloads: compact JWE, {@code dir} with {@code A256GCM}, the key's id in the header. The first key
 * seals, every key opens; to rotate, add the new key as the last one everywhere, then move it to the front, then
 * remove the old one when no sealed message is left. Thread-safe.
 */
public final class KeyRing {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern LINE = Pattern.compile("(" + ID + ")\\s*[:=]\\s*([A-Za-z0-9+/_-]+={0,2})");

    /** Place in a compact JWE; GCM's is as long as what it hides. */
    private static final int CIPHERTEXT = 3;

    private final Map<String, SecretKey> keys;

    private KeyRing(Map<String, SecretKey> keys) {
        this.keys = keys;
    }

    /**
     * Reads a ring: one {@code id: base64} line per key of 32 bytes, first the one that seals; {@code #} starts a comment.
     *
     * @throws IllegalArgumentException naming the line and what is wrong, never the key
     */
    public static KeyRing parse(String text) {
        Map<String, SecretKey> keys = new LinkedHashMap<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            String trimmed = line.strip();
            if (trimmed.isEmpty() || trimmed.startsWith("#")) {
                continue;
            }
            var match = LINE.matcher(trimmed);
            if (!match.matches()) {
                throw new IllegalArgumentException("key ring, line " + number + ": expected 'id: base64 of 32 bytes'");
            }
            byte[] key = decode(match.group(2), number);
            if (keys.putIfAbsent(match.group(1), new SecretKeySpec(key, "AES")) != null) {
                throw new IllegalArgumentException(
                        "key ring, line " + number + ": the id " + match.group(1) + " stands twice");
            }
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("key ring: no key in it; make one with: openssl rand -base64 32");
        }
        return new KeyRing(Collections.unmodifiableMap(keys));
    }

    private static byte[] decode(String base64, int line) {
        try {
            byte[] key = Base64.getDecoder().decode(base64.replace('-', '+').replace('_', '/'));
            if (key.length == 32) {
                return key;
            }
        } catch (IllegalArgumentException e) {
            // The message below says all there is to say without showing the key.
        }
        throw new IllegalArgumentException("key ring, line " + line
                + ": the key is not base64 of 32 bytes; make one with: openssl rand -base64 32");
    }

    /** Seals with the ring's first key; each call gives another text. */
    public String seal(byte[] payload) {
        var first = keys.entrySet().iterator().next();
        var jwe = new JWEObject(
                new JWEHeader.Builder(JWEAlgorithm.DIR, EncryptionMethod.A256GCM)
                        .keyID(first.getKey())
                        .build(),
                new Payload(payload));
        try {
            jwe.encrypt(new DirectEncrypter(first.getValue()));
        } catch (JOSEException e) {
            throw new IllegalStateException("can't seal with key " + first.getKey(), e);
        }
        return jwe.serialize();
    }

    /** How many bytes the payload has, told without opening it; 0 for what is not sealed. */
    public static long sizeOf(String sealed) {
        String[] parts = sealed.split("\\.", -1);
        return parts.length == 5 ? parts[CIPHERTEXT].length() * 3L / 4 : 0;
    }

    /**
     * Opens what a ring with the same key sealed.
     *
     * @throws SealException when it isn't a sealed payload, its key isn't in the ring, or it was changed on its way
     */
    public byte[] open(String sealed) {
        JWEObject jwe;
        try {
            jwe = JWEObject.parse(sealed);
        } catch (ParseException | RuntimeException e) {
            // The library throws what comes, such as a NullPointerException for a header without "enc".
            throw new SealException("the payload is not sealed as JWE");
        }
        String id = jwe.getHeader().getKeyID();
        if (id == null || !ID.matcher(id).matches()) {
            // Not repeated: anybody may have written it.
            throw new SealException("the payload is sealed without the id of a key");
        }
        SecretKey key = keys.get(id);
        if (key == null) {
            throw new UnknownKeyException(
                    "the payload is sealed with the key '" + id + "', which is not in the key ring; add it");
        }
        if (!JWEAlgorithm.DIR.equals(jwe.getHeader().getAlgorithm())
                || !EncryptionMethod.A256GCM.equals(jwe.getHeader().getEncryptionMethod())) {
            throw new SealException("the payload is sealed by another method than dir with A256GCM");
        }
        try {
            jwe.decrypt(new DirectDecrypter(key));
        } catch (JOSEException e) {
            throw new SealException(
                    "the payload sealed with the key '" + id + "' was changed on its way, or the key is another one");
        }
        return jwe.getPayload().toBytes();
    }

    /** Only the ids of the keys. */
    @Override
    public String toString() {
        return "KeyRing" + keys.keySet();
    }
}
