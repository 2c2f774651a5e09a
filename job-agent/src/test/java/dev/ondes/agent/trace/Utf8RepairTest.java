package dev.ondes.agent.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8RepairTest {
    @Test
    void takesHalfOfASurrogatePairForThreeBrokenBytes() {
        var out = new ByteArrayOutputStream();
        var repair = new Utf8Repair(out::write);

        repair.write(new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80});

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("\ufffd\ufffd\ufffd");
    }

    @Test
    void repairsAsTheJdkDecodesHoweverTheStreamIsCut() {
        int[] likely = {
            'a', '\n', 0x80, 0xbf, 0xc2, 0xc0, 0xe0, 0xa0, 0xe1, 0x9f, 0xf0, 0x90, 0xf4, 0x8f, 0xf5, 0xff, 0xe2
        };
        for (long seed = 0; seed < 2000; seed++) {
            var random = new Random(seed);
            byte[] bytes = new byte[1 + random.nextInt(20)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) likely[random.nextInt(likely.length)];
            }
            var out = new ByteArrayOutputStream();
            var repair = new Utf8Repair(out::write);

            int at = 0;
            while (at < bytes.length) {
                int length = Math.min(bytes.length - at, 1 + random.nextInt(4));
                repair.write(bytes, at, length);
                at += length;
            }
            repair.end();

            assertThat(out.toByteArray())
                    .as("seed %d", seed)
                    .isEqualTo(new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8));
        }
    }
}
