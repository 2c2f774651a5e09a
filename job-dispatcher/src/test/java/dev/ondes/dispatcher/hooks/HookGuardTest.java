package dev.ondes.dispatcher.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.dispatcher.testing.Wiring;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.threeten.extra.MutableClock;

class HookGuardTest {
    private static final byte[] KEY = "0123456789abcdef01234567".getBytes(StandardCharsets.UTF_8);
    private static final String SECRET = "whsec_" + Base64.getEncoder().encodeToString(KEY);
    private static final String BODY = "{\"object_kind\": \"build\"}";

    private final MutableClock clock = MutableClock.of(Wiring.START, ZoneOffset.UTC);
    private final HookGuard byToken = HookGuard.of(Optional.of("s3cret"), Optional.empty(), clock);
    private final HookGuard bySignature = HookGuard.of(Optional.empty(), Optional.of(SECRET), clock);

    @Test
    void admitsTheRightTokenAlone() {
        assertThat(byToken.admits("s3cret")).isTrue();
        assertThat(byToken.admits("s3cre")).isFalse();
        assertThat(byToken.admits("s3cret ")).isFalse();
        assertThat(byToken.admits("")).isFalse();
        assertThat(byToken.admits(null)).isFalse();
    }

    @Test
    void admitsNobodyWhereNoSecretIsSet() {
        var closed = HookGuard.of(Optional.empty(), Optional.empty(), clock);

        assertThat(closed.open()).isFalse();
        assertThat(closed.admits(null)).isFalse();
        assertThat(closed.admits("")).isFalse();
    }

    @Test
    void asksForBothWhereBothAreSet() {
        var both = HookGuard.of(Optional.of("s3cret"), Optional.of(SECRET), clock);

        assertThat(both.admits(null)).isFalse();
        assertThat(both.admits("s3cret")).isTrue();
        assertThat(both.signature("id", now(), null)).isPresent();
    }

    @Test
    void takesARightSignature() throws Exception {
        assertThat(holds("msg-1", now(), sign("msg-1", now(), KEY))).isTrue();
    }

    @Test
    void takesOneRightSignatureAmongSeveral() throws Exception {
        assertThat(holds("msg-1", now(), "v1,AAAA v2,BBBB " + sign("msg-1", now(), KEY)))
                .isTrue();
    }

    @Test
    void takesASecretThatIsNoBase64AsItIs() throws Exception {
        var plain = HookGuard.of(Optional.empty(), Optional.of("plain secret"), clock);
        String signature = sign("msg-1", now(), "plain secret".getBytes(StandardCharsets.UTF_8));

        assertThat(holds(plain, "msg-1", now(), signature)).isTrue();
    }

    @Test
    void refusesASignatureOfAnotherKeyIdOrTime() throws Exception {
        String signature = sign("msg-1", now(), KEY);

        assertThat(holds("msg-2", now(), signature)).isFalse();
        assertThat(holds("msg-1", Long.toString(clock.instant().getEpochSecond() + 1), signature))
                .isFalse();
        assertThat(holds("msg-1", now(), sign("msg-1", now(), new byte[] {1}))).isFalse();
        assertThat(holds("msg-1", now(), signature.substring("v1,".length()))).isFalse();
    }

    @Test
    void refusesWhatIsNotSigned() throws Exception {
        assertThat(holds(null, null, null)).isFalse();
        assertThat(holds("msg-1", now(), "")).isFalse();
        assertThat(holds("msg-1", "yesterday", sign("msg-1", "yesterday", KEY))).isFalse();
    }

    @Test
    void refusesAnOldDeliveryThatIsPlayedAgain() throws Exception {
        String timestamp = now();
        String signature = sign("msg-1", timestamp, KEY);
        clock.add(HookSignature.TOLERANCE.plus(Duration.ofSeconds(1)));

        assertThat(holds("msg-1", timestamp, signature)).isFalse();
    }

    private String now() {
        return Long.toString(clock.instant().getEpochSecond());
    }

    private boolean holds(String id, String timestamp, String signatures) throws IOException {
        return holds(bySignature, id, timestamp, signatures);
    }

    private static boolean holds(HookGuard guard, String id, String timestamp, String signatures) throws IOException {
        var signature = guard.signature(id, timestamp, signatures).orElseThrow();
        signature
                .over(new ByteArrayInputStream(BODY.getBytes(StandardCharsets.UTF_8)))
                .transferTo(OutputStream.nullOutputStream());
        return signature.holds();
    }

    private static String sign(String id, String timestamp, byte[] key) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        byte[] digest = mac.doFinal((id + "." + timestamp + "." + BODY).getBytes(StandardCharsets.UTF_8));
        return "v1," + Base64.getEncoder().encodeToString(digest);
    }
}
