package dev.ondes.detector.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointTest {
    @ParameterizedTest
    @CsvSource({
        "http://169.254.169.254, http://169.254.169.254:80",
        "http://[fd00:ec2::254], http://[fd00:ec2::254]:80",
        "https://spot-watcher:8443/, https://spot-watcher:8443",
        "http://127.0.0.1:1338/nodes/a/, http://127.0.0.1:1338/nodes/a"
    })
    void readsUrls(String url, String endpoint) {
        assertThat(Endpoint.of(url)).hasToString(endpoint);
    }

    @Test
    void takesTheBracketsOffAnAddress() {
        assertThat(Endpoint.of("http://[fd00:ec2::254]").host()).isEqualTo("fd00:ec2::254");
    }

    @ParameterizedTest
    @CsvSource({"ftp://x, http://", "spot-watcher:8080, http://", "http:///path, no host", "http://a b, no URL"})
    void refusesOthersWithAReason(String url, String reason) {
        assertThatThrownBy(() -> Endpoint.of(url)).hasMessageContaining(reason);
    }
}
