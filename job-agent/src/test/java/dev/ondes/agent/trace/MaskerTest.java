package dev.ondes.agent.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskerTest {
    private static String mask(List<String> secrets, String text) {
        return mask(secrets, text, text.length() + 1, new Random(0));
    }

    /** Cuts the text's bytes into pieces of up to {@code largest}. */
    private static String mask(List<String> secrets, String text, int largest, Random random) {
        var out = new ByteArrayOutputStream();
        var masker = new Masker(new MaskRules(secrets, List.of("acme-")), out::write);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int at = 0;
        while (at < bytes.length) {
            int length = Math.min(bytes.length - at, 1 + random.nextInt(largest));
            masker.write(bytes, at, length);
            at += length;
        }
        masker.end();
        return out.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nothing here            | nothing here",
                "s3cret                  | [MASKED]",
                "as3cretb                | a[MASKED]b",
                "s3crets3cret            | [MASKED]",
                "s3cre                   | s3cre",
                "s3cs3cret               | s3c[MASKED]",
                "long: s3cret-and-more.  | long: [MASKED].",
                "long: s3cret-and-less.  | long: [MASKED]-and-less.",
                "überschlüssel!          | [MASKED]!",
            })
    void masksValues(String text, String expected) {
        assertThat(mask(List.of("s3cret", "s3cret-and-more", "überschlüssel"), text))
                .isEqualTo(expected);
    }

    @Test
    void hidesAllBytesOfSecretsThatOverlap() {
        assertThat(mask(List.of("abcd", "cdef"), "xabcdefx")).isEqualTo("x[MASKED]x");
        assertThat(mask(List.of("aa"), "aaaaab")).isEqualTo("[MASKED]b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "token glpat-AbC_12.x-y= end         | token glpat-[MASKED] end",
                "glrt-                               | glrt-",
                "own acme-42!                        | own acme-[MASKED]!",
                "https://h/p?private_token=abc&x=1   | https://h/p?private_token=[MASKED]&x=1",
                "https://h/p?a=1&X-Amz-Signature=a%2 | https://h/p?a=1&X-Amz-Signature=[MASKED]",
                "xprivate_token=abc                  | xprivate_token=abc",
            })
    void masksWhatFollowsATokensPrefixOrAParametersName(String text, String expected) {
        assertThat(mask(List.of(), text)).isEqualTo(expected);
    }

    @Test
    void ignoresEmptySecretsAndTheNewlineAtASecretsEnd() {
        assertThat(mask(List.of("", "key\n"), "the key is")).isEqualTo("the [MASKED] is");
    }

    @Test
    void masksAlikeHoweverTheStreamIsCut() {
        List<String> secrets = List.of("s3cret", "s3cret-and-more", "ret-and", "aa", "überschlüssel", "x");
        String[] parts = {
            "s3cret",
            "-and-more",
            "s3c",
            "glpat-",
            "abc",
            " ",
            "\n",
            "a",
            "über",
            "schlüssel",
            "?private_token=",
            "&",
            "x"
        };
        for (long seed = 0; seed < 300; seed++) {
            var random = new Random(seed);
            var text = new StringBuilder();
            for (int i = 0; i < 40; i++) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            String whole = mask(secrets, text.toString());

            String cut = mask(secrets, text.toString(), 1 + random.nextInt(9), random);

            assertThat(cut).as("seed %d: %s", seed, text).isEqualTo(whole).doesNotContain("s3cret", "ret-and", "aa");
        }
    }

    @Test
    void obeysRulesThatComeLater() {
        var out = new ByteArrayOutputStream();
        var masker = new Masker(new MaskRules(List.of("before"), List.of()), out::write);
        byte[] text = "before later, ".getBytes(StandardCharsets.UTF_8);
        masker.write(text, 0, text.length);

        masker.obey(new MaskRules(List.of("before", "a later one"), List.of()));
        byte[] more = "before a lat".getBytes(StandardCharsets.UTF_8);
        masker.write(more, 0, more.length);
        byte[] rest = "er one".getBytes(StandardCharsets.UTF_8);
        masker.write(rest, 0, rest.length);
        masker.end();

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("[MASKED] later, [MASKED] [MASKED]");
    }
}
