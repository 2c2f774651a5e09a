package dev.ondes.agent.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.pod.Usage;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExitMarkerTest {
    @Test
    void readsWhatRunShLeaves() {
        assertThat(ExitMarker.parse(List.of("code=0", "after=", "ooms=0"))).isEqualTo(new ExitMarker(0, null, 0, null));
        assertThat(ExitMarker.parse(List.of("code=137", "after=1", "ooms=2")))
                .isEqualTo(new ExitMarker(137, 1, 2, null));
    }

    @Test
    void readsWhatTheContainerUsedByEitherVersionOfCgroups() {
        assertThat(ExitMarker.parse(List.of("code=0", "memory=4096", "cpu_usec=7", "periods=5", "throttled=1")))
                .isEqualTo(new ExitMarker(0, null, 0, new Usage(4096L, 7L, 5L, 1L)));
        assertThat(ExitMarker.parse(List.of("code=0", "memory=4096", "cpu_nsec=7999", "periods=0", "throttled=0")))
                .isEqualTo(new ExitMarker(0, null, 0, new Usage(4096L, 7L, 0L, 0L)));
        assertThat(ExitMarker.parse(List.of("code=0", "memory=", "cpu_usec=7")))
                .isEqualTo(new ExitMarker(0, null, 0, new Usage(null, 7L, null, null)));
        assertThat(ExitMarker.parse(List.of("code=0", "memory=18446744073709551615")))
                .isEqualTo(new ExitMarker(0, null, 0, null));
    }

    @Test
    void takesNothingElseForAMarker() {
        assertThat(ExitMarker.parse(List.of())).isNull();
        assertThat(ExitMarker.parse(List.of("code="))).isNull();
        assertThat(ExitMarker.parse(List.of("code=x"))).isNull();
        assertThat(ExitMarker.parse(List.of("after=0"))).isNull();
    }
}
