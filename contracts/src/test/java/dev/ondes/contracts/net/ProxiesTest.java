package dev.ondes.contracts.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxiesTest {
    private static final URI PROXY = URI.create("http://proxy.example.com:3128");

    @ParameterizedTest(name = "{1} with NO_PROXY={0}: direct is {2}")
    @CsvSource({
        "'', https://gitlab.example.com, false",
        "*, https://gitlab.example.com, true",
        "example.com, https://gitlab.example.com, true",
        "example.com, https://example.com:8443/a, true",
        ".example.com, https://gitlab.example.com, true",
        ".example.com, https://example.com, true",
        "*.example.com, https://gitlab.example.com, true",
        "example.com, https://badexample.com, false",
        "gitlab.example.com, https://example.com, false",
        "Example.COM., https://gitlab.EXAMPLE.com., true",
        "'other.org , example.com', https://gitlab.example.com, true",
        ".svc, http://minio.storage.svc:9000, true",
        "10.1.2.3, http://10.1.2.3:9000, true",
        "10.1.2.3, http://10.1.2.31:9000, false",
        "10.0.0.0/8, http://10.255.0.1, true",
        "10.0.0.0/8, http://11.0.0.1, false",
        "10.0.0.0/8, http://10.example.com, false",
        "1.2.3, http://0.1.2.3, false",
        "[fd00::1], http://[fd00::1]:9000, true",
        "fd00::/8, http://[fdff::1]:9000, true",
        "fd00::/8, http://[fe80::1]:9000, false",
        "'example.com:8443,/,.', https://example.com:8443, false"
    })
    void someAreReachedDirectly(String direct, URI target, boolean isDirect) {
        Proxies proxies = Proxies.of(Map.of(
                "HTTP_PROXY", "http://proxy.example.com:3128",
                "HTTPS_PROXY", "http://proxy.example.com:3128",
                "NO_PROXY", direct));

        assertThat(proxies.forRequestTo(target)).isEqualTo(isDirect ? null : PROXY);
    }

    @Test
    void eachSchemeHasItsOwnVariable() {
        Proxies proxies = Proxies.of(Map.of("https_proxy", "proxy.example.com:3128/"));

        assertThat(proxies.forRequestTo(URI.create("https://gitlab.example.com")))
                .isEqualTo(PROXY);
        assertThat(proxies.forRequestTo(URI.create("http://gitlab.example.com")))
                .isNull();
    }

    @Test
    void smallLettersGoBeforeCapitalsEvenWithNothing() {
        assertThat(Proxies.of(Map.of("HTTPS_PROXY", "http://proxy.example.com:3128", "https_proxy", "")))
                .isEqualTo(Proxies.NONE);
    }

    @Test
    void whatIsWrittenIsWhatIsRead() {
        Proxies proxies = Proxies.by("http://Proxy.example.com:3128").except(List.of("*.svc", " 10.0.0.0/8"));

        assertThat(proxies.variables())
                .isEqualTo(Map.of(
                        "HTTP_PROXY", "http://Proxy.example.com:3128",
                        "http_proxy", "http://Proxy.example.com:3128",
                        "HTTPS_PROXY", "http://Proxy.example.com:3128",
                        "NO_PROXY", ".svc,10.0.0.0/8"));
        assertThat(Proxies.of(proxies.variables())).isEqualTo(proxies);
        assertThat(Proxies.NONE.variables()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://proxy.example.com",
                "https://proxy.example.com:3128",
                "socks5://proxy.example.com:1080",
                "http://proxy.example.com:3128/path",
                "http://proxy.example.com:70000",
                "http://proxy_1.example.com:3128",
                "http://a proxy:3128"
            })
    void anAddressThatCannotBeUsedIsToldWithoutRepeatingIt(String address) {
        assertThatThrownBy(() -> Proxies.by(address))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("must be an address such as http://proxy.example.com:3128, with its port, and by http");
    }

    @Test
    void credentialsAreRefusedAndNotRepeated() {
        assertThatThrownBy(() -> Proxies.of(Map.of("HTTPS_PROXY", "http://ci:secret@proxy.example.com:3128")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("HTTPS_PROXY holds credentials")
                .hasMessageNotContainingAny("secret", "proxy.example.com");
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.com:8443", "10.0.0.0/40", "exam*ple.com", "a b"})
    void operatorsAreToldWhatNobodyWouldUnderstand(String direct) {
        assertThatThrownBy(() -> Proxies.by("http://proxy.example.com:3128").except(List.of(direct)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("must have names such as .example.com")
                .hasMessageEndingWith("not " + direct);
    }
}
