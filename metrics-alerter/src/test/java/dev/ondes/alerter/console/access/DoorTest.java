package dev.ondes.alerter.console.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoorTest {

    @ParameterizedTest
    @CsvSource({
        "https://gitlab.example.com,https://gitlab.example.com",
        "https://gitlab.example.com/git,https://gitlab.example.com",
        "http://localhost:8080/realms/ci,http://localhost:8080",
        "https://[::1]:8443,https://[::1]:8443"
    })
    void aFormThatIsSentWhenTheSessionIsOverMayLeadToTheProvider(URI issuer, String origin) {
        assertThat(Door.policy(login(issuer))).contains("; form-action 'self' " + origin + ";");
    }

    @Test
    void inTheOpenFormsLeadNowhereElse() {
        assertThat(Door.policy(new Access.Open(true))).contains("; form-action 'self';");
    }

    private static Access login(URI issuer) {
        return new Access.Login(
                issuer,
                "id",
                new Secret("secret"),
                List.of("openid"),
                "groups",
                new Members(Set.of("developers"), Set.of()),
                Duration.ofHours(8),
                true);
    }
}
