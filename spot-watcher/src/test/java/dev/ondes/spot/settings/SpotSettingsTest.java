package dev.ondes.spot.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.spot.settings.SpotSettings.TaintEffect;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpotSettingsTest {

    @Test
    void theNamespaceOfTheLeaseIsEnough() {
        SpotSettings settings = read(Map.of());

        settings.check();
        assertThat(settings.cordonWithoutBrokerAfter()).isEqualTo(Duration.ofSeconds(2));
        assertThat(settings.taintEffect().wire()).isEqualTo("NoSchedule");
        assertThat(settings.allModes().of(NoticeKind.SPOT_INTERRUPTION)).isEqualTo(Mode.DRAIN_OTHERS);
        assertThat(settings.allModes().of(NoticeKind.REBALANCE_RECOMMENDED)).isEqualTo(Mode.CORDON);
        assertThat(settings.allModes().of(NoticeKind.SCALE_DOWN)).isEqualTo(Mode.OBSERVE);
    }

    @Test
    void aModeIsChosenForEachKind() {
        SpotSettings settings = read(Map.of(
                "ondes.spot.modes.spot-interruption", "drain-all",
                "ondes.spot.modes.rebalance-recommended", "observe",
                "ondes.spot.taint-effect", "no-execute"));

        assertThat(settings.allModes().of(NoticeKind.SPOT_INTERRUPTION)).isEqualTo(Mode.DRAIN_ALL);
        assertThat(settings.allModes().of(NoticeKind.REBALANCE_RECOMMENDED)).isEqualTo(Mode.OBSERVE);
        assertThat(settings.taintEffect()).isEqualTo(TaintEffect.NO_EXECUTE);
    }

    @Test
    void aKindThatDoesNotExistStopsTheStart() {
        SpotSettings settings = read(Map.of("ondes.spot.modes.spot-interuption", "observe"));

        assertThatThrownBy(settings::check).hasMessageContaining("ondes.spot.modes.spot-interuption");
    }

    @Test
    void anUnknownKeyStopsTheStart() {
        assertThatThrownBy(() -> read(Map.of("ondes.spot.dry-runn", "true"))).hasMessageContaining("dry-runn");
    }

    @Test
    void timesThatContradictEachOtherStopTheStart() {
        assertThatThrownBy(() ->
                        read(Map.of("ondes.spot.publish-patience", "PT1S")).check())
                .hasMessageContaining("cordon-without-broker-after");
        assertThatThrownBy(() ->
                        read(Map.of("ondes.spot.publish-patience", "PT4S")).check())
                .hasMessageContaining("shorter than 4s");
        assertThatThrownBy(
                        () -> read(Map.of("ondes.spot.lease-duration", "PT5S")).check())
                .hasMessageContaining("lease-renew-deadline");
    }

    private static SpotSettings read(Map<String, String> keys) {
        Map<String, String> all = new HashMap<>(keys);
        all.put("ondes.spot.lease-namespace", "ondes");
        return new SmallRyeConfigBuilder()
                .withMapping(SpotSettings.class)
                .withSources(new PropertiesConfigSource(all, "test", 100))
                .build()
                .getConfigMapping(SpotSettings.class);
    }
}
