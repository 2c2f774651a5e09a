package dev.ondes.gitlab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.gitlab.JobPayload.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobVariablesTest {
    private static final JobVariables KNOWN = new JobVariables(
            List.of(
                    plain("NAME", "world"),
                    plain("NESTED", "hello $NAME"),
                    raw("RAW", "$NAME"),
                    plain("SELF", "a${SELF}b"),
                    plain("PING", "<$PONG>"),
                    plain("PONG", "[$PING]"),
                    file("KUBECONFIG", "content of $NAME")),
            "/builds/project.tmp");

    private static Variable plain(String key, String value) {
        return new Variable(key, new Secret(value), true, false, false, false);
    }

    private static Variable raw(String key, String value) {
        return new Variable(key, new Secret(value), true, false, false, true);
    }

    private static Variable file(String key, String value) {
        return new Variable(key, new Secret(value), true, true, false, false);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = true,
            value = {
                "$NAME               | world",
                "${NAME}s            | worlds",
                "$NAMEs              | ''",
                "a$NAME-$NAME        | aworld-world",
                "$$NAME              | $NAME",
                "$$$NAME             | $world",
                "cost 5$             | cost 5$",
                "a $ b               | a $ b",
                "$UNKNOWN            | ''",
                "${UNKNOWN:-x}       | ''",
                "$1 and $@ and $#    | ' and  and '",
                "${NAME              | NAME",
                "%NAME%              | %NAME%",
                "$NESTED             | hello world",
                "$RAW                | $NAME",
                "$KUBECONFIG         | /builds/project.tmp/KUBECONFIG"
            })
    void expandsAsGitLabDoes(String text, String expected) {
        assertThat(KNOWN.expand(text)).isEqualTo(expected);
    }

    @Test
    void takesStrongerOnesThatOthersMayName() {
        JobVariables with = KNOWN.with(List.of(raw("NAME", "$moon")));

        assertThat(with.get("NAME")).isEqualTo("$moon");
        assertThat(with.get("NESTED")).isEqualTo("hello $moon");
        assertThat(KNOWN.get("NAME")).isEqualTo("world");
    }

    @Test
    void expandsNoVariableInsideItself() {
        assertThat(KNOWN.get("SELF")).isEqualTo("ab");
        assertThat(KNOWN.get("PING")).isEqualTo("<[]>");
    }

    @Test
    void leavesARawValueAsItIs() {
        assertThat(KNOWN.get("RAW")).isEqualTo("$NAME");
    }

    @Test
    void showsTheScriptAFilesPathAndKeepsItsExpandedContentForTheFile() {
        assertThat(KNOWN.shown()).containsEntry("KUBECONFIG", "/builds/project.tmp/KUBECONFIG");
        assertThat(KNOWN.files()).containsExactly(Map.entry("KUBECONFIG", "content of world"));
        assertThat(KNOWN.content("KUBECONFIG")).isEqualTo("content of world");
    }

    @Test
    void countsTheLaterOfTwoVariablesWithOneKey() {
        var variables = new JobVariables(List.of(plain("A", "1"), plain("B", "2"), plain("A", "3")), "");

        assertThat(variables.shown()).containsExactly(Map.entry("B", "2"), Map.entry("A", "3"));
    }

    @Test
    void masksAValueAsItCameAndAsItIsAfterExpansion() {
        var masked = new Variable("TOKEN", new Secret("pre-$NAME"), false, false, true, false);
        var variables = new JobVariables(List.of(plain("NAME", "world"), masked), "");

        assertThat(variables.masked()).containsExactly("pre-$NAME", "pre-world");
    }

    @ParameterizedTest
    @CsvSource({"true,true", "TRUE,true", "1,true", "false,false", "0,false", "no,false"})
    void readsFlags(String value, boolean expected) {
        assertThat(new JobVariables(List.of(plain("FLAG", value)), "").flag("FLAG", !expected))
                .isEqualTo(expected);
    }

    /** Each names the next one twice; the last one is {@code last}. */
    private static List<Variable> doubling(int count, String last) {
        List<Variable> variables = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            variables.add(plain("V" + i, "$V" + (i + 1) + "$V" + (i + 1)));
        }
        variables.add(plain("V" + count, last));
        return variables;
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", ""})
    void leavesAsItIsWhatWouldGrowWithoutEnd(String last) {
        var variables = new JobVariables(doubling(60, last), "");

        assertThat(variables.unexpanded()).contains("V0", "V30").doesNotContain("V55", "V60");
        assertThat(variables.get("V0")).isEqualTo("$V1$V1");
        assertThat(variables.get("V55")).isEqualTo(last.repeat(32));
        assertThat(variables.expand("$V30 ".repeat(1000))).hasSizeLessThan(1 << 21);
    }

    @Test
    void leavesAsItIsWhatNestsTooDeeply() {
        List<Variable> chain = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            chain.add(plain("V" + i, "$V" + (i + 1)));
        }
        chain.add(plain("V20000", "end"));
        var variables = new JobVariables(chain, "");

        assertThat(variables.get("V19990")).isEqualTo("end");
        assertThat(variables.get("V0")).isEqualTo("$V1");
        assertThat(variables.unexpanded()).contains("V0").doesNotContain("V19990");
    }

    @Test
    void leavesAsTheyAreTheLastOfManyLongOnes() {
        List<Variable> many = new ArrayList<>(List.of(raw("LONG", "x".repeat(1_000_000))));
        for (int i = 0; i < 10; i++) {
            many.add(plain("COPY" + i, "$LONG"));
        }
        var variables = new JobVariables(many, "");

        assertThat(variables.unexpanded()).containsExactly("COPY4", "COPY5", "COPY6", "COPY7", "COPY8", "COPY9");
        assertThat(variables.get("COPY3")).hasSize(1_000_000);
    }

    @Test
    void expandsAllOfWhatIsUsual() {
        assertThat(KNOWN.unexpanded()).isEmpty();
    }
}
