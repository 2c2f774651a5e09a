package dev.ondes.dispatcher.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SeenDeliveriesTest {
    private final SeenDeliveries seen = new SeenDeliveries(2);

    @Test
    void knowsADeliveryThatComesAgain() {
        assertThat(seen.isNew("a")).isTrue();
        assertThat(seen.isNew("a")).isFalse();
    }

    @Test
    void forgetsTheOldest() {
        seen.isNew("a");
        seen.isNew("b");
        seen.isNew("c");

        assertThat(seen.isNew("c")).isFalse();
        assertThat(seen.isNew("a")).isTrue();
    }

    @Test
    void takesADeliveryWithoutAKeyForNew() {
        assertThat(seen.isNew("")).isTrue();
        assertThat(seen.isNew("")).isTrue();
    }

    @Test
    void doesNotKeepAKeyThatGitLabWouldNotSend() {
        assertThat(seen.isNew("x".repeat(10_000))).isTrue();
        assertThat(seen.isNew("x".repeat(10_000))).isTrue();
    }
}
