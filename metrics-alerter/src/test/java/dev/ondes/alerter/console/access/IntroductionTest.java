package dev.ondes.alerter.console.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.alerter.console.access.Introduction.Nobody;
import dev.ondes.alerter.console.access.Introduction.Person;
import dev.ondes.contracts.net.Network;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class IntroductionTest {
    private static final String USER = "X-Forwarded-User";
    private static final String GROUPS = "X-Forwarded-Groups";
    private static final Access.Proxy PROXY = new Access.Proxy(
            List.of(Network.parse("10.1.2.0/28")), USER, GROUPS, ",", new Members(Set.of("*"), Set.of()), null);

    @Test
    void whomATrustedProxyNamesIsBelieved() {
        assertThat(of("10.1.2.3", Map.of(USER, List.of("olga"), GROUPS, List.of("developers, platform/operators,"))))
                .isEqualTo(new Person("olga", Set.of("developers", "platform/operators")));
    }

    @Test
    void whoeverIsInNoGroupIsSomebodyAllTheSame() {
        assertThat(of("10.1.2.3", Map.of(USER, List.of("vera")))).isEqualTo(new Person("vera", Set.of()));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"10.1.2.16", "127.0.0.1", "::1", "proxy.example.com", ""})
    void nobodyElseIsBelieved(@Nullable String peer) {
        assertThat(of(peer, Map.of(USER, List.of("olga"), GROUPS, List.of("platform/operators"))))
                .isInstanceOfSatisfying(
                        Nobody.class,
                        nobody -> assertThat(nobody.why())
                                .endsWith("which is not in ondes.alerter.console.proxy.trusted"));
    }

    @ParameterizedTest
    @ValueSource(strings = {USER, GROUPS})
    void aHeaderThatABrowserMayHaveAddedIsNotBelieved(String twice) {
        Map<String, List<String>> headers = new HashMap<>(Map.of(USER, List.of("vera"), GROUPS, List.of("developers")));
        headers.put(twice, List.of("vera", "platform/operators"));

        assertThat(of("10.1.2.3", headers))
                .isEqualTo(new Nobody("The proxy sent " + twice
                        + " more than once: it must replace what browsers send of it, and join groups in one"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void aProxyThatNamesNobodyLetsNobodyIn(String name) {
        assertThat(of("10.1.2.3", Map.of(USER, List.of(name))))
                .isEqualTo(new Nobody("The proxy named nobody: there is no X-Forwarded-User"));
    }

    private static Introduction of(@Nullable String peer, Map<String, List<String>> headers) {
        return Introduction.of(PROXY, peer, header -> headers.getOrDefault(header, List.of()));
    }
}
