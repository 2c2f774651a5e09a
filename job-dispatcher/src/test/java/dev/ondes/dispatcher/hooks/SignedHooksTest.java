package dev.ondes.dispatcher.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.dispatcher.intake.Bells;
import dev.ondes.dispatcher.stopping.Stop;
import dev.ondes.dispatcher.testing.FakeEvents;
import dev.ondes.dispatcher.testing.Wiring;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.threeten.extra.MutableClock;

class SignedHooksTest {
    private static final String SECRET = "a secret for signing";
    private static final String BODY = "{\"object_kind\": \"build\", \"build_status\": \"pending\"}  \n";

    private final MutableClock clock = MutableClock.of(Wiring.START, ZoneOffset.UTC);
    private final Bells bells = new Bells(new Stop(clock));
    private final GitLabHooks hooks = new GitLabHooks(
            HookGuard.of(Optional.empty(), Optional.of(SECRET), clock),
            new HookReader(),
            new SeenDeliveries(10),
            bells,
            new Outbox<>("cancel-hints", 10, new FakeEvents(), Wiring.factory(clock), () -> {}),
            new Observations(new Outbox<>("observed-jobs", 10, new FakeEvents(), Wiring.factory(clock), () -> {}), 10),
            Wiring.meters());

    @Test
    void actsOnAWebhookWhoseWholeBodyIsSigned() throws Exception {
        assertThat(send(BODY, sign(BODY))).isEqualTo(200);
        assertThat(bells.of("small").hush()).isTrue();
    }

    @Test
    void refusesABodyThatWasChangedAndDoesNothing() throws Exception {
        assertThat(send(BODY + " ", sign(BODY))).isEqualTo(401);
        assertThat(send(BODY, null)).isEqualTo(401);
        assertThat(bells.of("small").hush()).isFalse();
    }

    @Test
    void takesTheRightDeliveryAfterAForgedOneOfTheSameName() throws Exception {
        send(BODY, "v1,forged");

        assertThat(send(BODY, sign(BODY))).isEqualTo(200);
        assertThat(bells.of("small").hush()).isTrue();
    }

    private int send(String body, String signature) throws Exception {
        bells.of("small");
        var stream = new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8));
        return hooks.on(null, "delivery-1", "delivery-1", now(), signature, stream)
                .getStatus();
    }

    private String sign(String body) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        byte[] digest = mac.doFinal(("delivery-1." + now() + "." + body).getBytes(StandardCharsets.UTF_8));
        return "v1," + Base64.getEncoder().encodeToString(digest);
    }

    private String now() {
        return Long.toString(clock.instant().getEpochSecond());
    }
}
