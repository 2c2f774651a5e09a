package dev.ondes.messaging.connect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogLineTest {
    @Test
    void quotesValuesWithSpacesAndLeavesOutWhatIsNull() {
        assertThat(LogLine.of("lost the broker")
                        .with(LogKey.QUEUE, "q")
                        .with(LogKey.EVENT, null)
                        .with(LogKey.REASON, "it said \"no more\""))
                .hasToString("lost the broker queue=q reason=\"it said 'no more'\"");
    }
}
