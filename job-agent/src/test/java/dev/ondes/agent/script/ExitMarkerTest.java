package dev.ondes.agent.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExitMarkerTest {
    @Test
    void readsWhatRunShLeaves() {
        assertThat(ExitMarker.parse(List.of("code=0", "after=", "ooms=0"))).isEqualTo(new ExitMarker(0, null, 0));
        assertThat(ExitMarker.parse(List.of("code=137", "after=1", "ooms=2"))).isEqualTo(new ExitMarker(137, 1, 2));
    }

    @Test
    void takesNothingElseForAMarker() {
        assertThat(ExitMarker.parse(List.of())).isNull();
        assertThat(ExitMarker.parse(List.of("code="))).isNull();
        assertThat(ExitMarker.parse(List.of("code=x"))).isNull();
        assertThat(ExitMarker.parse(List.of("after=0"))).isNull();
    }
}
