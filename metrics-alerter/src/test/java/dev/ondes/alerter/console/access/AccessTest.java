package dev.ondes.alerter.console.access;

import static dev.ondes.alerter.console.access.Role.OPERATOR;
import static dev.ondes.alerter.console.access.Role.VIEWER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ondes.alerter.settings.AlerterSettings;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessTest {
    private static final String LOGIN = "ondes.alerter.console.login.";
    private static final String PROXY = "ondes.alerter.console.proxy.";

    @TempDir
    Path folder;

    @Test
    void whoSaysNothingIsTold() {
        assertThatThrownBy(() -> access(Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ondes.alerter.console.access is not set: who may see the console? Say login, with"
                        + " ondes.alerter.console.login.issuer, client-id, client-secret-file and viewers or operators;"
                        + " proxy, with ondes.alerter.console.proxy.trusted and viewers or operators, where a proxy before it knows"
                        + " who people are; or open, where everybody who reaches the port may look");
    }

    @Test
    void inTheOpenAllLookAndNobodyActs() {
        Access access = access(Map.of("ondes.alerter.console.access", "open"));

        assertThat(access.roles(false, Set.of("operator"))).containsExactly(VIEWER);
    }

    @Test
    void inTheOpenAllActWhereThatIsSaid() {
        Access access =
                access(Map.of("ondes.alerter.console.access", "open", "ondes.alerter.console.open-may-act", "true"));

        assertThat(access.roles(false, Set.of())).containsExactly(VIEWER, OPERATOR);
    }

    @ParameterizedTest
    @CsvSource({
        "false,developers,''",
        "true,'',''",
        "true,others,''",
        "true,operator,''",
        "true,developers,VIEWER",
        "true,platform/operators,VIEWER OPERATOR",
        "true,developers platform/operators,VIEWER OPERATOR"
    })
    void groupsGiveRoles(boolean loggedIn, String groups, String roles) throws IOException {
        Access access = access(login());

        assertThat(access.roles(loggedIn, words(groups)))
                .extracting(Role::name)
                .containsExactlyInAnyOrderElementsOf(words(roles));
    }

    @Test
    void aStarLetsInWhomTheProviderKnowsAndNobodyElse() throws IOException {
        Map<String, String> settings = login();
        settings.put(LOGIN + "viewers", "*");
        Access access = access(settings);

        assertThat(access.roles(true, Set.of())).containsExactly(VIEWER);
        assertThat(access.roles(false, Set.of())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "issuer||login.issuer is not set, and ondes.alerter.console.access=login needs it",
                "issuer|gitlab.example.com|login.issuer must be an address such as https://gitlab.example.com, not gitlab.example.com",
                "client-id||login.client-id is not set",
                "client-secret-file||login.client-secret-file is not set",
                "client-secret-file|/nowhere|login.client-secret-file: /nowhere can't be read",
                "operators||login.viewers and ondes.alerter.console.login.operators are not set, so nobody could look",
                "session|0s|login.session must be longer than nothing"
            })
    void aLoginThatCannotWorkIsTold(String key, String value, String message) throws IOException {
        Map<String, String> settings = login();
        if (key.equals("operators")) {
            settings.remove(LOGIN + "viewers");
        }
        if (value == null) {
            settings.remove(LOGIN + key);
        } else {
            settings.put(LOGIN + key, value);
        }

        assertThatThrownBy(() -> access(settings)).hasMessageContaining("ondes.alerter.console." + message);
    }

    @Test
    void openMayActIsNotForALogin() throws IOException {
        Map<String, String> settings = login();
        settings.put("ondes.alerter.console.open-may-act", "true");

        assertThatThrownBy(() -> access(settings)).hasMessageContaining("ondes.alerter.console.open-may-act");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "trusted||trusted is not set, and ondes.alerter.console.access=proxy needs it",
                "trusted|0.0.0.0/0|trusted must have addresses such as 127.0.0.1 or networks such as 10.1.2.0/28, not 0.0.0.0/0 (that is everybody)",
                "trusted|10.0.0.0/33|trusted must have addresses such as 127.0.0.1 or networks such as 10.1.2.0/28, not 10.0.0.0/33 (it has no 33 bits)",
                "trusted|proxy.example.com|trusted must have addresses such as 127.0.0.1 or networks such as 10.1.2.0/28, not proxy.example.com",
                "operators||viewers and ondes.alerter.console.proxy.operators are not set, so nobody could look"
            })
    void aProxyThatCannotWorkIsTold(String key, String value, String message) {
        Map<String, String> settings = proxy();
        if (value == null) {
            settings.remove(PROXY + key);
        } else {
            settings.put(PROXY + key, value);
        }

        assertThatThrownBy(() -> access(settings)).hasMessageContaining(PROXY + message);
    }

    @Test
    void peersThatMayLieAreNotBelieved() {
        assertThatThrownBy(() -> AccessSettings.of(settings(proxy()), true))
                .hasMessageContaining("quarkus.http.proxy.use-proxy-protocol");
    }

    @Test
    void whomAProxyNamesHasTheRolesOfTheirGroups() {
        Access access = access(proxy());

        assertThat(access.roles(true, Set.of("platform/operators"))).containsExactly(VIEWER, OPERATOR);
        assertThat(access.roles(true, Set.of("operator"))).isEmpty();
        assertThat(access.roles(false, Set.of("platform/operators"))).isEmpty();
    }

    private static Map<String, String> proxy() {
        return new HashMap<>(Map.of(
                "ondes.alerter.console.access",
                "proxy",
                PROXY + "trusted",
                "127.0.0.1,10.1.2.0/28",
                PROXY + "operators",
                "platform/operators"));
    }

    @Test
    void replicasHaveTheSameKeysAndEachPurposeItsOwn() throws IOException {
        var one = (Access.Login) access(login());
        var other = (Access.Login) access(login());

        assertThat(one.secret().keyFor("session"))
                .hasSize(64)
                .isEqualTo(other.secret().keyFor("session"))
                .isNotEqualTo(one.secret().keyFor("state"));
        assertThat(one).asString().contains("secret=***").doesNotContain("s3cret");
        assertThat(one.session()).isEqualTo(Duration.ofHours(8));
        assertThat(one.https()).isTrue();
    }

    private Map<String, String> login() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "s3cret\n");
        return new HashMap<>(Map.of(
                "ondes.alerter.console-url",
                "https://console.example.com",
                "ondes.alerter.console.access",
                "login",
                LOGIN + "issuer",
                "https://gitlab.example.com",
                LOGIN + "client-id",
                "id",
                LOGIN + "client-secret-file",
                secret.toString(),
                LOGIN + "viewers",
                "developers",
                LOGIN + "operators",
                "platform/operators"));
    }

    private static Set<String> words(String text) {
        return text.isEmpty() ? Set.of() : Set.of(text.split(" "));
    }

    private static Access access(Map<String, String> settings) {
        return AccessSettings.of(settings(settings), false);
    }

    private static AlerterSettings settings(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(AlerterSettings.class)
                .withSources(new PropertiesConfigSource(settings, "test", 100))
                .build()
                .getConfigMapping(AlerterSettings.class);
    }
}
