package dev.ondes.images.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoreSettingsTest {
    @Test
    void needsNothingButABucket() {
        // When
        StoreSettings settings = Store.settings(Map.of("ondes.store.bucket", "ci"));

        // Then
        assertThat(settings.checksums()).isEqualTo(StoreSettings.Checksums.WHEN_REQUIRED);
        assertThat(settings.contextLimit().asLongValue()).isEqualTo(5L << 30);
    }

    @ParameterizedTest
    @CsvSource({
        "part-size, 4M",
        "part-size, 6G",
        "context-limit, 1T",
        "upload-lifetime, PT10S",
        "download-lifetime, P8D",
        "keep-contexts, PT12H",
        "keep-logs, PT1H",
    })
    void refusesWhatS3CannotDoAndNamesTheKey(String key, String value) {
        assertThatThrownBy(() -> Store.settings(Map.of("ondes.store.bucket", "ci", "ondes.store." + key, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ondes.store." + key);
    }
}
