package dev.ondes.messaging.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogLineTest {
    @Test
    void saysWhatHappenedThenKeysAndValues() {
        assertThat(LogLine.of("GitLab gave a job").job(41).jobClass("small"))
                .hasToString("GitLab gave a job job=41 class=small");
    }

    @Test
    void quotesAValueThatCouldBeMistakenForSeveral() {
        assertThat(LogLine.of("failed").why("a \"b\"\nc=d").with(LogKey.FILE, ""))
                .hasToString("failed why=\"a \\\"b\\\"\\nc=d\" file=\"\"");
    }

    @Test
    void leavesOutWhatIsNotKnown() {
        assertThat(LogLine.of("lost the broker").with(LogKey.QUEUE, null).why(null))
                .hasToString("lost the broker");
    }
}
