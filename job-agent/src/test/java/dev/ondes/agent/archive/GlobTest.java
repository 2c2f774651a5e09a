package dev.ondes.agent.archive;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a.txt          | a.txt          | true",
                "a.txt          | b/a.txt        | false",
                "*.txt          | a.txt          | true",
                "*.txt          | d/a.txt        | false",
                "*              | a/b            | false",
                "a*c            | abbc           | true",
                "a*c            | ac             | true",
                "a?c            | abc            | true",
                "a?c            | a/c            | false",
                "**/*.txt       | a.txt          | true",
                "**/*.txt       | d/e/a.txt      | true",
                "d/**           | d/e/a.txt      | true",
                "d/**           | d/a            | true",
                "d/**           | da/a           | false",
                "d/**/a         | d/a            | true",
                "d/**/a         | d/x/y/a        | true",
                "d/**/x/**/a    | d/x/y/a        | true",
                "d**            | d/a            | false",
                "d**            | da             | true",
                "[a-c].o        | b.o            | true",
                "[a-c].o        | d.o            | false",
                "[!a-c].o       | d.o            | true",
                "{a,b/*}.o      | b/x.o          | true",
                "{a,{b,c}d}.o   | cd.o           | true",
                "{a,b}.o        | c.o            | false",
                "\\*.o          | *.o            | true",
                "\\*.o          | a.o            | false",
            })
    void matches(String pattern, String path, boolean expected) {
        assertThat(new Glob(pattern).matches(path)).isEqualTo(expected);
    }
}
