package dev.ondes.alerter.trust;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MailTrustTest {
    private static final String NAME = "quarkus.mailer.tls-configuration-name";

    @ParameterizedTest
    @CsvSource({
        "quarkus.mailer.trust-all,true",
        "quarkus.mailer.truststore.paths,mail.p12",
        "quarkus.mailer.truststore.paths[0],mail.p12",
        "quarkus.mailer.truststore.password,changeit",
        "quarkus.mailer.truststore.type,PKCS12",
        "quarkus.mailer.key-store,mail.p12",
        "quarkus.mailer.key-store-password,changeit"
    })
    void whatQuarkusWouldNotHeedIsRefusedAndTheWayNamed(String key, String value) {
        var config = config(Map.of(NAME, QuarkusTrust.NAME, key, value));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> MailTrust.check(config))
                .withMessage(key + " is not heeded: name the mail server's authority in ondes.alerter.ca-file,"
                        + " a PEM file of those that are believed beside the JDK's");
    }

    @Test
    void whatChangesNothingIsLet() {
        var config = config(Map.of(NAME, QuarkusTrust.NAME, "quarkus.mailer.trust-all", "false"));

        assertThatCode(() -> MailTrust.check(config)).doesNotThrowAnyException();
    }

    @Test
    void whoTakesTheNameAwayIsHeededByQuarkus() {
        var config = config(Map.of(NAME, "", "quarkus.mailer.trust-all", "true"));

        assertThatCode(() -> MailTrust.check(config)).doesNotThrowAnyException();
    }

    private static SmallRyeConfig config(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(settings, "test", 100))
                .build();
    }
}
