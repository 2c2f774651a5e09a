package dev.ondes.contracts.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.DirectEncrypter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyRingTest {
    private static final byte[] PAYLOAD = "{\"token\":\"glcbt-secret\"}".getBytes(StandardCharsets.UTF_8);
    private static final String OLD = key(1);
    private static final String NEW = key(2);

    private static String key(int fill) {
        byte[] key = new byte[32];
        new Random(fill).nextBytes(key);
        return Base64.getEncoder().encodeToString(key);
    }

    @Test
    void opensWhatItSealed() {
        var ring = KeyRing.parse("k1: " + OLD);

        String sealed = ring.seal(PAYLOAD);

        assertThat(ring.open(sealed)).isEqualTo(PAYLOAD);
        assertThat(ring.seal(PAYLOAD)).as("each time another").isNotEqualTo(sealed);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 1000, 1001})
    void tellsThePayloadsSizeWithoutOpeningIt(int bytes) {
        String sealed = KeyRing.parse("k1: " + OLD).seal(new byte[bytes]);

        assertThat(KeyRing.sizeOf(sealed)).isEqualTo(bytes);
        assertThat(KeyRing.sizeOf("not sealed")).isZero();
    }

    @Test
    void sealsAsDirectA256GcmThatNamesItsKeyAndHidesItsContent() {
        String sealed = KeyRing.parse("k1: " + OLD).seal(PAYLOAD);

        String header = new String(Base64.getUrlDecoder().decode(sealed.split("\\.", -1)[0]), StandardCharsets.UTF_8);
        assertThat(header).contains("\"alg\":\"dir\"", "\"enc\":\"A256GCM\"", "\"kid\":\"k1\"");
        assertThat(sealed)
                .doesNotContain(
                        "glcbt", Base64.getUrlEncoder().encodeToString(PAYLOAD).substring(0, 16));
    }

    @Test
    void sealsWithTheFirstKeyAndOpensWithEach() {
        var before = KeyRing.parse("old: " + OLD);
        var during = KeyRing.parse("old: " + OLD + "\nnew: " + NEW);
        var after = KeyRing.parse("new: " + NEW + "\nold: " + OLD);

        String sealedBefore = before.seal(PAYLOAD);
        String sealedAfter = after.seal(PAYLOAD);

        assertThat(during.open(sealedBefore)).isEqualTo(PAYLOAD);
        assertThat(during.open(sealedAfter)).isEqualTo(PAYLOAD);
        assertThat(after.open(sealedBefore)).isEqualTo(PAYLOAD);
        assertThat(before.open(during.seal(PAYLOAD)))
                .as("the added key does not seal yet")
                .isEqualTo(PAYLOAD);
    }

    @Test
    void namesTheKeyThatItHasNot() {
        String sealed = KeyRing.parse("new: " + NEW).seal(PAYLOAD);

        assertThatThrownBy(() -> KeyRing.parse("old: " + OLD).open(sealed))
                .isInstanceOf(SealException.class)
                .hasMessage("the payload is sealed with the key 'new', which is not in the key ring; add it");
    }

    @Test
    void repeatsNoIdThatCouldNotStandInARing() throws JOSEException {
        String forged = sealedBy(EncryptionMethod.A256GCM, "x\nforged log line", 32);

        assertThatThrownBy(() -> KeyRing.parse("k1: " + OLD).open(forged))
                .isInstanceOf(SealException.class)
                .hasMessage("the payload is sealed without the id of a key");
    }

    @Test
    void refusesAnotherKeyOfTheSameId() {
        String sealed = KeyRing.parse("k1: " + NEW).seal(PAYLOAD);

        assertThatThrownBy(() -> KeyRing.parse("k1: " + OLD).open(sealed))
                .isInstanceOf(SealException.class)
                .hasMessage("the payload sealed with the key 'k1' was changed on its way, or the key is another one");
    }

    @Test
    void refusesEachChangeOfASinglePart() {
        var ring = KeyRing.parse("k1: " + OLD);
        String sealed = ring.seal(PAYLOAD);
        long seed = 7;
        var random = new Random(seed);
        String letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";
        for (int i = 0; i < 500; i++) {
            var changed = new StringBuilder(sealed);
            int at = random.nextInt(sealed.length());
            changed.setCharAt(at, letters.charAt(random.nextInt(letters.length())));
            if (!bytesOf(changed.toString()).equals(bytesOf(sealed))) {
                assertThatThrownBy(() -> ring.open(changed.toString()))
                        .as("seed %d, change %d at %d", seed, i, at)
                        .isInstanceOf(SealException.class)
                        .hasNoCause()
                        .hasMessageNotContaining("glcbt");
            }
        }
    }

    /** Without the bits that base64 leaves unused at the end of a part. */
    private static String bytesOf(String sealed) {
        var bytes = new StringBuilder();
        for (String part : sealed.split("\\.", -1)) {
            try {
                bytes.append(new String(Base64.getUrlDecoder().decode(part), StandardCharsets.ISO_8859_1));
            } catch (IllegalArgumentException e) {
                bytes.append(part);
            }
            bytes.append('.');
        }
        return bytes.toString();
    }

    @Test
    void refusesAnotherMethod() throws JOSEException {
        String sealed = sealedBy(EncryptionMethod.A128GCM, "k1", 16);

        assertThatThrownBy(() -> KeyRing.parse("k1: " + OLD).open(sealed))
                .isInstanceOf(SealException.class)
                .hasMessage("the payload is sealed by another method than dir with A256GCM");
    }

    private static String sealedBy(EncryptionMethod method, String id, int keyLength) throws JOSEException {
        var jwe = new JWEObject(
                new JWEHeader.Builder(JWEAlgorithm.DIR, method).keyID(id).build(), new Payload(PAYLOAD));
        jwe.encrypt(new DirectEncrypter(new byte[keyLength]));
        return jwe.serialize();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "glcbt-secret", "a.b.c", "a.b.c.d.e", "....", "eyJhbGciOiJub25lIn0.e30."})
    void refusesWhatIsNotSealed(String text) {
        assertThatThrownBy(() -> KeyRing.parse("k1: " + OLD).open(text))
                .isInstanceOf(SealException.class)
                .hasMessage("the payload is not sealed as JWE");
    }

    @Test
    void readsCommentsBlankLinesAndBothAlphabetsOfBase64() {
        String urlSafe = NEW.replace('+', '-').replace('/', '_').replace("=", "");
        var ring = KeyRing.parse("# keys of 2026\n\n  a = " + OLD + "  \nb:" + urlSafe + "\n");

        assertThat(KeyRing.parse("b: " + NEW)
                        .open(KeyRing.parse("b: " + urlSafe).seal(PAYLOAD)))
                .isEqualTo(PAYLOAD);
        assertThat(ring.toString()).isEqualTo("KeyRing[a, b]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "c2VjcmV0c2VjcmV0 | key ring, line 3: expected 'id: base64 of 32 bytes'",
                "k2: c2VjcmV0c2VjcmV0 | key ring, line 3: the key is not base64 of 32 bytes; make one with: openssl rand -base64 32",
                "k2: c2VjcmV0! | key ring, line 3: expected 'id: base64 of 32 bytes'",
                "k2: c2Vjc=mV0 | key ring, line 3: expected 'id: base64 of 32 bytes'",
                "k2: c2VjcmV0c | key ring, line 3: the key is not base64 of 32 bytes; make one with: openssl rand -base64 32",
                "k 2: c2VjcmV0c2VjcmV0 | key ring, line 3: expected 'id: base64 of 32 bytes'"
            })
    void namesTheWrongLineAndNeverTheKey(String line, String message) {
        assertThatThrownBy(() -> KeyRing.parse("# ring\nk1: " + OLD + "\n" + line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message)
                .hasNoCause();
    }

    @Test
    void refusesAnIdThatStandsTwice() {
        assertThatThrownBy(() -> KeyRing.parse("k1: " + OLD + "\nk1: " + NEW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("key ring, line 2: the id k1 stands twice");
    }

    @Test
    void refusesAnEmptyRing() {
        assertThatThrownBy(() -> KeyRing.parse("# nothing\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("key ring: no key in it; make one with: openssl rand -base64 32");
    }
}
