package dev.ondes.messaging.consume;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class DeliveryTest {
    private final FakeChannel channel = new FakeChannel();

    @Test
    void putsAFailureBackByRejectWhichCounts() {
        // When
        boolean sent = channel.delivery(7, false, Map.of()).putBackAsFailed();

        // Then
        assertThat(sent).isTrue();
        assertThat(channel.settled()).containsExactly("basicReject [7, true]");
    }

    @Test
    void putsWhatNobodyBeganBackByNackWhichDoesNotCount() {
        // When
        channel.delivery(7, false, Map.of()).putBackUntouched();

        // Then
        assertThat(channel.settled()).containsExactly("basicNack [7, false, true]");
    }

    @Test
    void isSettledOnce() {
        // Given
        var delivery = channel.delivery(7, false, Map.of());
        delivery.ack();

        // When
        boolean again = delivery.reject();

        // Then
        assertThat(again).isFalse();
        assertThat(channel.settled()).containsExactly("basicAck [7, false]");
    }

    @Test
    void sendsNothingWhenItsChannelIsGone() {
        // Given
        var delivery = channel.delivery(7, false, Map.of());
        channel.close();

        // When
        boolean sent = delivery.ack();

        // Then
        assertThat(sent).isFalse();
        assertThat(channel.settled()).isEmpty();
    }

    @Test
    void countsFailuresByTheQueuesHeaderElsewhereByTheFlag() {
        assertThat(channel.delivery(1, true, Map.of("x-delivery-count", 4L)).failures())
                .isEqualTo(4);
        assertThat(channel.delivery(1, true, Map.of()).failures()).isEqualTo(1);
        assertThat(channel.delivery(1, false, Map.of()).failures()).isZero();
    }
}
