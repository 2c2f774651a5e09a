package dev.ondes.contracts.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import dev.ondes.contracts.alert.Severity;
import dev.ondes.contracts.build.BuildOutcome;
import dev.ondes.contracts.build.BuildReason;
import dev.ondes.contracts.build.BuilderKind;
import dev.ondes.contracts.node.DrainOutcome;
import dev.ondes.contracts.node.InstanceAction;
import dev.ondes.contracts.node.LossCause;
import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.contracts.node.Provider;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WireNamesTest {
    private final ObjectMapper mapper = new ObjectMapper();

    static Stream<Enum<?>> constants() {
        return Stream.of(
                        Outcome.values(),
                        Severity.values(),
                        EndReason.values(),
                        CapacityType.values(),
                        Provider.values(),
                        NoticeKind.values(),
                        LossCause.values(),
                        InstanceAction.values(),
                        DrainOutcome.values(),
                        BuildOutcome.values(),
                        BuildReason.values(),
                        BuilderKind.values())
                .flatMap(Arrays::<Enum<?>>stream);
    }

    @ParameterizedTest
    @MethodSource("constants")
    void aConstantIsReadBackFromItsWireName(Enum<?> constant) throws JsonProcessingException {
        String json = mapper.writeValueAsString(constant);

        assertThat(json).matches("\"[a-z]+(-[a-z]+)*\"");
        assertThat(mapper.readValue(json, constant.getDeclaringClass())).isEqualTo(constant);
    }

    @Test
    void namesAreThoseOfDashboards() {
        assertThat(Stream.of(Outcome.values()).map(Outcome::wire))
                .containsExactly("succeeded", "script-failed", "system-failed", "canceled", "timed-out");
        assertThat(Stream.of(CapacityType.values()).map(CapacityType::wire)).containsExactly("spot", "on-demand");
        assertThat(EndReason.NODE_LOST.wire()).isEqualTo("node-lost");
    }

    @Test
    void aReasonOfANewerVersionIsUnknown() throws JsonProcessingException {
        assertThat(mapper.readValue("\"struck-by-lightning\"", EndReason.class)).isEqualTo(EndReason.UNKNOWN);
    }

    @Test
    void anOutcomeIsNeverGuessed() {
        assertThatThrownBy(() -> mapper.readValue("\"fine\"", Outcome.class))
                .isInstanceOf(InvalidFormatException.class);
    }
}
