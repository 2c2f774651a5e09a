package dev.ondes.scheduler.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.threeten.extra.MutableClock;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.core.exception.SdkClientException;

class CredentialsTest {
    private final MutableClock clock = MutableClock.of(Instant.parse("2026-03-01T10:00:00Z"), ZoneOffset.UTC);

    @Test
    void noJobWaitsLongForWhoDoesNotAnswer() {
        var never = new CountDownLatch(1);
        var credentials = new Credentials(
                () -> {
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return AwsBasicCredentials.create("a", "b");
                },
                clock,
                Duration.ofMillis(20));

        assertThatThrownBy(credentials::get)
                .isInstanceOf(UnsignedException.class)
                .hasMessageStartingWith("who gives the credentials did not answer within");
    }

    @Test
    void whoFailedIsLeftAloneForAWhile() {
        var asked = new AtomicInteger();
        var credentials = new Credentials(
                () -> {
                    if (asked.incrementAndGet() == 1) {
                        throw SdkClientException.create("no role");
                    }
                    return AwsBasicCredentials.create("a", "b");
                },
                clock,
                Duration.ofSeconds(5));

        var first = catchThrowableOfType(UnsignedException.class, credentials::get);
        var second = catchThrowableOfType(UnsignedException.class, credentials::get);
        clock.add(Duration.ofSeconds(30));

        assertThat(first).hasMessageEndingWith("no role").returns(true, UnsignedException::first);
        assertThat(second).returns(false, UnsignedException::first);
        assertThat(credentials.get().accessKeyId()).isEqualTo("a");
        assertThat(asked).hasValue(2);
    }
}
