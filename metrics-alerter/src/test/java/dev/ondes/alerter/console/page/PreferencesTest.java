package dev.ondes.alerter.console.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreferencesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "/ /",
                "/jobs?q=a%20b&page=2 /jobs?q=a%20b&page=2",
                "/jobs/77 /jobs/77",
                "/nodes?page=2 /nodes?page=2"
            })
    void leadsBackToWhereSomebodyWas(String back, String own) {
        assertThat(Preferences.own(back)).isEqualTo(own);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//evil.example.com",
                "/\\evil.example.com",
                "https://evil.example.com",
                "javascript:alert(1)",
                "",
                "/a%2",
                "/a\r\nSet-Cookie: x=y",
                "/a b"
            })
    void leadsNowhereElse(String back) {
        assertThat(Preferences.own(back)).isEqualTo("/");
    }
}
