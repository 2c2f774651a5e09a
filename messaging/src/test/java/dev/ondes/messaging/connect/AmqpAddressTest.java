package dev.ondes.messaging.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AmqpAddressTest {
    @Test
    void printsWithoutThePassword() {
        assertThat(AmqpAddress.parse("amqp://ondes:top-secret@broker.example:5673/ci"))
                .hasToString("amqp://ondes@broker.example:5673/ci");
    }

    @ParameterizedTest
    @CsvSource({"amqp://broker,/", "amqp://broker:5672/,/", "amqp://broker/ondes,ondes", "amqp://broker/%2f,/"})
    void knowsTheVirtualHost(String url, String virtualHost) {
        assertThat(AmqpAddress.parse(url).virtualHost()).isEqualTo(virtualHost);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "broker:5672",
                "http://ondes:top-secret@broker",
                "amqp://ondes:top-secret@",
                "amqp://ondes:top-secret@broker/a b",
                "amqp://ondes:top-secret@broker:port"
            })
    void refusesWhatIsNoAddressWithoutRepeatingIt(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AmqpAddress.parse(url))
                .withMessageStartingWith("ondes.amqp.url is no broker address")
                .withMessageNotContaining("top-secret")
                .withNoCause();
    }
}
