package dev.ondes.alerter.packing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackerTest {
    private final Words words = new Words();
    private final Packer packer = new Packer(words);

    private enum Colour {
        RED,
        GREEN
    }

    private Unpacker read() {
        return new Unpacker(packer.done(), words.known());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, 63, 64, -65, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE})
    void numbers(long number) {
        packer.number(number);
        packer.maybe(number);
        packer.maybe(null);

        Unpacker in = read();
        assertThat(in.number()).isEqualTo(number);
        assertThat(in.maybe()).isEqualTo(number);
        assertThat(in.maybe()).isNull();
    }

    @Test
    void timesToTheNanosecondAndToTheEndsOfTime() {
        Instant noon = Instant.parse("2026-03-02T12:00:00Z");
        List<Instant> times = List.of(
                noon,
                noon,
                noon.plusMillis(1),
                noon.minusNanos(1),
                noon.plusNanos(123_456_789),
                Instant.MAX,
                Instant.MIN,
                Instant.EPOCH);
        times.forEach(packer::time);
        packer.time(null);
        packer.duration(Duration.ofSeconds(-5, 7));

        Unpacker in = read();
        assertThat(times).allSatisfy(time -> assertThat(in.time()).isEqualTo(time));
        assertThat(in.time()).isNull();
        assertThat(in.duration()).isEqualTo(Duration.ofSeconds(-5, 7));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0.01", "-17.5", "1E+3", "9223372036854775807", "92233720368547758.08", "1E-400"})
    void amounts(String amount) {
        packer.amount(new BigDecimal(amount));
        packer.amount(null);

        Unpacker in = read();
        assertThat(in.amount()).isEqualTo(new BigDecimal(amount));
        assertThat(in.amount()).isNull();
    }

    @Test
    void wordsAreKeptOnce() {
        packer.word("main");
        packer.word("develop");
        packer.word("main");
        packer.word(null);
        byte[] packed = packer.done();

        assertThat(packed).hasSize(4);
        assertThat(words.size()).isEqualTo(2);
        var in = new Unpacker(packed, words.known());
        assertThat(in.word()).isEqualTo("main");
        assertThat(in.word()).isEqualTo("develop");
        assertThat(in.word()).isEqualTo("main");
        assertThat(in.word()).isNull();
    }

    @Test
    void aDictionaryThatSettledTakesWordsAndReadersKeepTheirs() {
        packer.word("main");
        byte[] packed = packer.done();
        words.settle();
        String[] before = words.known();
        for (int i = 0; i < 100; i++) {
            packer.word("branch-" + i % 50);
        }
        packer.word("main");
        packer.done();

        assertThat(words.size()).isEqualTo(51);
        assertThat(new Unpacker(packed, before).word()).isEqualTo("main");
        assertThat(new Unpacker(packed, words.known()).word()).isEqualTo("main");
    }

    @Test
    void textsOfAnyLengthAndChoices() {
        String text = "Überlänge ☂ ".repeat(1_000);
        packer.text(text);
        packer.text("");
        packer.text(null);
        packer.choice(Colour.GREEN);
        packer.choice(null);

        Unpacker in = read();
        assertThat(in.text()).isEqualTo(text);
        assertThat(in.text()).isEmpty();
        assertThat(in.text()).isNull();
        assertThat(in.choice(Colour.values())).isEqualTo(Colour.GREEN);
        assertThat(in.choice(Colour.values())).isNull();
    }
}
