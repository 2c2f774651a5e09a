package dev.ondes.images.settings;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.junit.jupiter.api.Test;

class BuilderSettingsTest {
    private static final Map<String, String> LEAST = Map.of(
            "ondes.images.namespace", "builds",
            "ondes.images.lease-namespace", "ondes",
            "ondes.images.policy-file", "/policy.yaml",
            "ondes.images.key-file", "/keys",
            "ondes.images.context-image", "ondes/build-context:1",
            "ondes.images.gitlab.main.issuer", "https://gitlab.example",
            "ondes.images.gitlab.main.audience", "https://builds.example");

    private static BuilderSettings settings(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(LEAST);
        all.putAll(more);
        return new SmallRyeConfigBuilder()
                .withMapping(BuilderSettings.class)
                .withDefaultValues(Map.of())
                .withSources(source(all))
                .build()
                .getConfigMapping(BuilderSettings.class);
    }

    private static ConfigSource source(Map<String, String> values) {
        return new PropertiesConfigSource(values, "test", 100);
    }

    @Test
    void oneGitLabIsEnough() {
        settings(Map.of()).check();
    }

    /** Both give out the id 42, and a context or a build of one would be the other's. */
    @Test
    void twoGitLabsWouldShareTheIdsOfProjects() {
        BuilderSettings two = settings(Map.of(
                "ondes.images.gitlab.other.issuer", "https://other.example",
                "ondes.images.gitlab.other.audience", "https://builds.example"));

        assertThatThrownBy(two::check)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ondes.images.gitlab names 2 instances");
    }
}
