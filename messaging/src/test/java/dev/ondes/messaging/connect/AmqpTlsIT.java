package dev.ondes.messaging.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.Connection;
import dev.ondes.authorities.Authorities;
import dev.ondes.authorities.testing.PrivateAuthority;
import dev.ondes.messaging.testing.CutProxy;
import dev.ondes.messaging.testing.LocalBroker;
import dev.ondes.messaging.testing.NeedsBroker;
import java.nio.file.Path;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A broker whose certificate is of an authority that only its own company knows. */
@NeedsBroker
@Timeout(60)
class AmqpTlsIT {
    @TempDir
    private Path folder;

    private Authorities authorities;
    private CutProxy line;

    @BeforeEach
    void start() {
        PrivateAuthority authority = PrivateAuthority.in(folder);
        authorities = Authorities.of("ondes.amqp.ca-file", authority.pem());
        line = new CutProxy(LocalBroker.url(), authority);
    }

    @AfterEach
    void stop() {
        line.close();
    }

    @Test
    void isBelievedByTheAuthoritiesOfTheFile() throws Exception {
        try (Connection connection = AmqpAddress.parse(line.url(), authorities).connect("test")) {
            assertThat(connection.isOpen()).isTrue();
        }
    }

    @Test
    void isNotBelievedWithoutThem() {
        assertThatThrownBy(() -> AmqpAddress.parse(line.url()).connect("test")).isInstanceOf(SSLException.class);
    }

    @Test
    void isNotBelievedUnderANameThatItsCertificateDoesNotHold() {
        String url = line.url().replace("127.0.0.1", "localhost");

        assertThatThrownBy(() -> AmqpAddress.parse(url, authorities).connect("test"))
                .isInstanceOf(SSLException.class);
    }
}
