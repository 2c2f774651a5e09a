package dev.ondes.images.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.build.BuildReason;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RefusalTest {
    /** A full queue of one project must not hold up the events of the others. */
    @Test
    void onlyWhatHangsOnUsHoldsUpTheEventsBehindIt() {
        assertThat(Arrays.stream(Refusal.Code.values()).filter(Refusal.Code::comesAgain))
                .containsExactly(Refusal.Code.STORE_UNAVAILABLE);
        assertThat(Refusal.Code.QUEUE_FULL.status()).isEqualTo(429);
    }

    @Test
    void aTokenThatIsUsedUpIsNotThePolicysDoing() {
        var refusal = new Refusal(Refusal.Code.TOKEN_USED_UP, BuildReason.NOT_ALLOWED, List.of("it has begun 20"));

        assertThat(refusal.title()).isEqualTo("The token has begun as many builds as it may");
        assertThat(refusal.detail()).isEqualTo("it has begun 20");
    }

    @Test
    void whatThePolicyDoesNotAllowSaysWhoCanChangeIt() {
        var refusal =
                new Refusal(Refusal.Code.NOT_ALLOWED, BuildReason.NOT_ALLOWED, List.of("the rule in line 3", "x"));

        assertThat(refusal.title()).isEqualTo("The policy does not allow it");
        assertThat(refusal.detail())
                .isEqualTo("the rule in line 3; x; whoever runs image-builder can add a rule to its policy");
    }
}
