package dev.ondes.scheduler.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ondes.contracts.net.Proxies;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchedulerSettingsTest {

    @Test
    void twoKeysAreEnough() {
        SchedulerSettings settings = read(Map.of());

        settings.check();
        assertThat(settings.leaseDuration()).isEqualTo(Duration.ofSeconds(15));
        assertThat(settings.kubeconfig()).isEmpty();
    }

    @ParameterizedTest(name = "{0}={1}: {2}")
    @CsvSource({
        "lease-duration, PT5S, lease-renew-deadline",
        "lease-retry-period, PT12S, lease-retry-period",
        "lease-retry-period, PT0S, ondes.scheduler.lease-retry-period",
        "start-patience, PT0S, ondes.scheduler.start-patience",
        "pull-patience, PT0S, ondes.scheduler.pull-patience",
        "agent-image, '', ondes.scheduler.agent-image",
        "pool-failures, 0, ondes.scheduler.pool-failures",
        "pool-pause, PT2H, ondes.scheduler.pool-longest-pause",
        "agent-proxy, 'https://ci:secret@proxy.example.com:3128', ondes.scheduler.agent-proxy holds credentials",
        "agent-proxy, proxy.example.com, ondes.scheduler.agent-proxy must be an address such as",
        "agent-no-proxy, 'a.example.com,b.example.com:443', ondes.scheduler.agent-no-proxy must have names",
        "resync, often, often",
        "lease-durration, PT5S, ondes.scheduler.lease-durration"
    })
    void aWrongOneStopsTheStartAndIsNamed(String key, String value, String named) {
        assertThatThrownBy(() -> read(Map.of("ondes.scheduler." + key, value)).check())
                .hasMessageContaining(named);
    }

    @Test
    void agentsTakeAProxyForAllButWhatIsNamed() {
        SchedulerSettings settings = read(Map.of(
                "ondes.scheduler.agent-proxy", "http://proxy.example.com:3128",
                "ondes.scheduler.agent-no-proxy", ".svc,10.0.0.0/8"));

        assertThat(settings.agentProxies().variables())
                .containsEntry("HTTPS_PROXY", "http://proxy.example.com:3128")
                .containsEntry("NO_PROXY", ".svc,10.0.0.0/8");
        assertThat(read(Map.of()).agentProxies()).isEqualTo(Proxies.NONE);
    }

    private static SchedulerSettings read(Map<String, String> more) {
        Map<String, String> all =
                new HashMap<>(Map.of("ondes.scheduler.agent-image", "a:1", "ondes.scheduler.lease-namespace", "ondes"));
        all.putAll(more);
        return new SmallRyeConfigBuilder()
                .withMapping(SchedulerSettings.class)
                .withSources(new PropertiesConfigSource(all, "test", 100))
                .build()
                .getConfigMapping(SchedulerSettings.class);
    }
}
