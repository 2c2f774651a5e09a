package dev.ondes.scheduler.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectNamesTest {
    private static final ObjectNames NAMES = ObjectNames.of("ci/cache", "small", false);

    @ParameterizedTest
    @CsvSource({
        "ci/cache, false, ci/cache/class/small/project/7/jars/cache.tar.gz",
        "ci/cache/, false, ci/cache/class/small/project/7/jars/cache.tar.gz",
        "'', false, class/small/project/7/jars/cache.tar.gz",
        "ci/cache, true, ci/cache/shared/project/7/jars/cache.tar.gz"
    })
    void haveTheClassAndTheProjectInThem(String prefix, boolean shared, String name) {
        assertThat(ObjectNames.of(prefix, "small", shared).name(7, "jars")).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            default-1-non_protected | default-1-non_protected
            feature/x               | feature~2Fx
            ..                      | ~2E.
            .                       | ~2E
            ...                     | ~2E..
            .hidden                 | ~2Ehidden
            ../../project/8/jars    | ~2E.~2F..~2Fproject~2F8~2Fjars
            a%2Fb                   | a~252Fb
            a%2e%2e                 | a~252e~252e
            a~2Fb                   | a~7E2Fb
            a\\b                    | a~5Cb
            a b                     | a~20b
            a?b#c&d                 | a~3Fb~23c~26d
            käse                    | k~C3~A4se
            """)
    void makeOneStepOfAKeyWhateverItHolds(String key, String step) {
        assertThat(NAMES.name(7, key)).isEqualTo("ci/cache/class/small/project/7/" + step + "/cache.tar.gz");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 9, 10, 13, 27, 127})
    void letNoControlCharacterThrough(int character) {
        assertThat(NAMES.name(7, "a" + (char) character + "b"))
                .isEqualTo("ci/cache/class/small/project/7/a~%02Xb/cache.tar.gz".formatted(character));
    }

    @Test
    void areShortWhereTheKeyIsLong() {
        String one = NAMES.name(7, "x".repeat(5000));
        String other = NAMES.name(7, "x".repeat(5001));

        assertThat(one).hasSizeLessThan(250).isNotEqualTo(other);
        assertThat(List.of(one.split("/"))).hasSize(8);
    }

    @Test
    void areNeverOneForTwoKeysAndNeverLeaveTheProjectsFolder() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        String alphabet = "./~%2FEe-\\ \0\nä";
        var seen = new java.util.HashMap<String, String>();
        for (int i = 0; i < 20_000; i++) {
            var key = new StringBuilder();
            random.ints(1 + random.nextInt(8), 0, alphabet.length()).forEach(c -> key.append(alphabet.charAt(c)));
            String name = NAMES.name(7, key.toString());
            String earlier = seen.putIfAbsent(name, key.toString());

            assertThat(earlier == null || earlier.contentEquals(key))
                    .as("seed %s: %s", seed, key)
                    .isTrue();
            assertThat(name)
                    .as("seed %s", seed)
                    .matches("ci/cache/class/small/project/7/[A-Za-z0-9_~-][A-Za-z0-9._~-]*/cache\\.tar\\.gz");
        }
    }
}
