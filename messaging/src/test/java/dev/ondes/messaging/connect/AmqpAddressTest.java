package dev.ondes.messaging.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.ondes.authorities.Authorities;
import dev.ondes.authorities.testing.PrivateAuthority;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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

    /** Who names authorities wants TLS; without it the password would go over the line for all to read. */
    @Test
    void refusesAuthoritiesWithoutTls(@TempDir Path folder) {
        Authorities authorities =
                Authorities.of("ca-file", PrivateAuthority.in(folder).pem());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> AmqpAddress.parse("amqp://ondes:top-secret@broker", authorities))
                .withMessage("ondes.amqp.url begins with amqp:, which has no TLS, and ondes.amqp.ca-file is set:"
                        + " say amqps:, or leave the file out");
    }
}
