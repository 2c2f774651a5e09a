package dev.ondes.alerter.console.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginsTest {

    @ParameterizedTest
    @CsvSource({
        "GET,cross-site,https://evil.example.com,true",
        "HEAD,cross-site,https://evil.example.com,true",
        "POST,same-origin,https://console.example.com,true",
        "POST,none,,true",
        "POST,same-site,https://evil.example.com,false",
        "POST,cross-site,https://console.example.com,false",
        "POST,cross-site,,false",
        "DELETE,cross-site,,false",
        "POST,,https://console.example.com,true",
        "POST,,http://console.example.com,true",
        "POST,,https://console.example.com:8443,false",
        "POST,,https://evil.example.com,false",
        "POST,,null,false",
        "POST,,:,false",
        "POST,,,true"
    })
    void whatChangesSomethingComesFromOurOwnPages(String method, String site, String origin, boolean own) {
        Map<String, String> headers = new HashMap<>();
        headers.put("Host", "console.example.com");
        headers.put("Sec-Fetch-Site", site);
        headers.put("Origin", origin);

        assertThat(Origins.isOwn(method, headers::get)).isEqualTo(own);
    }
}
