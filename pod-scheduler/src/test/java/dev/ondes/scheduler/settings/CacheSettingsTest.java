package dev.ondes.scheduler.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CacheSettingsTest {
    private static final List<String> CLASSES = List.of("small", "large-arm");

    @Test
    void noneAreNeeded() {
        CacheSettings settings = read(Map.of());

        settings.check(CLASSES);
        assertThat(settings.bucket()).isEmpty();
    }

    @Test
    void aClassMayHaveABucketOfItsOwn() {
        CacheSettings settings =
                read(Map.of("ondes.cache.bucket", "ci-cache", "ondes.cache.classes.large-arm.bucket", "arm-cache"));

        settings.check(CLASSES);
        assertThat(settings.classes().get("large-arm").bucket()).contains("arm-cache");
    }

    @ParameterizedTest(name = "{0}={1}: {2}")
    @CsvSource({
        "bucket, Ci_Cache, ondes.cache.bucket 'Ci_Cache' is no bucket's name",
        "prefix, /a, ondes.cache.prefix '/a' must be names",
        "prefix, a/../b, ondes.cache.prefix 'a/../b' must be names",
        "prefix, a//b, ondes.cache.prefix 'a//b' must be names",
        "margin, PT1M, ondes.cache.margin must be from 10 minutes",
        "role-session, PT13H, ondes.cache.role-session must be from 15 minutes",
        "classes.smal.bucket, b-1, ondes.cache.classes.smal names no class of the class file; there are small",
        "classes.small.prefix, x, ondes.cache.classes.small has no bucket",
        "classes.small.bukket, b-1, ondes.cache.classes.small.bukket",
        "buckett, b-1, ondes.cache.buckett"
    })
    void aWrongOneStopsTheStartAndIsNamed(String key, String value, String named) {
        assertThatThrownBy(() -> read(Map.of("ondes.cache." + key, value)).check(CLASSES))
                .hasMessageContaining(named);
    }

    @Test
    void prefixesOfSeveralStepsAreGood() {
        assertThatCode(() ->
                        read(Map.of("ondes.cache.prefix", "ci/_cache-1.0/")).check(CLASSES))
                .doesNotThrowAnyException();
    }

    static CacheSettings read(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .withMapping(CacheSettings.class)
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .build()
                .getConfigMapping(CacheSettings.class);
    }
}
