package dev.ondes.agent.sources;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.agent.process.Output;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LastWordsTest {
    private final List<String> passed = new ArrayList<>();
    private final LastWords words = new LastWords(Output.ofLines(passed::add));

    private void line(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        words.part(bytes, 0, bytes.length);
        words.lineEnds();
    }

    @Test
    void passesAllOnAndKeepsTheEnd() {
        for (int i = 0; i < 1000; i++) {
            line("0123456789012345678 " + (1000 + i));
        }

        assertThat(passed).hasSize(1000);
        assertThat(words.text()).hasSize(8192).endsWith("0123456789012345678 1999\n");
    }

    @Test
    void keepsTheEndOfALineLongerThanItsRoom() {
        line("x".repeat(20_000) + "end");

        assertThat(words.text()).hasSize(8192).endsWith("xend\n");
    }
}
