package dev.ondes.gitlab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.gitlab.JobPayload.Variable;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
}
