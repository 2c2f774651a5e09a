package dev.ondes.images.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RefusalTest {
    /** A full queue of one project must not hold up the events of the others. */
    @Test
    void onlyWhatHangsOnUsHoldsUpTheEventsBehindIt() {
        assertThat(Arrays.stream(Refusal.Code.values()).filter(Refusal.Code::comesAgain))
                .containsExactly(Refusal.Code.STORE_UNAVAILABLE);
        assertThat(Refusal.Code.QUEUE_FULL.status()).isEqualTo(429);
    }
}
