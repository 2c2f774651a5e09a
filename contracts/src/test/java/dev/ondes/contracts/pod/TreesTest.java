package dev.ondes.contracts.pod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TreesTest {
    private static final ObjectMapper ORACLE = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "true",
                "\"text \\u00e9 \\ud83d\\ude80 \\\" \\\\ \\n\"",
                "[0,-1,2147483647,2147483648,-9223372036854775808,92233720368547758080]",
                "[0.5,-12.25,1e10,15.1]",
                "{\"a\":{\"b\":[1,{\"c\":null},[],false]},\"d\":\"\",\"a2\":[[[]]]}"
            })
    void readsAndWritesAsAnObjectMapperDoes(String text) throws Exception {
        byte[] json = text.getBytes(StandardCharsets.UTF_8);
        JsonNode expected = ORACLE.readTree(json);

        JsonNode tree = Trees.read(json);

        assertThat(tree).isEqualTo(expected);
        assertThat(ORACLE.readTree(Trees.write(tree))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[1", "{\"a\":}", "{\"a\" 1}", "nul", "[1}"})
    void refusesWhatIsNoJson(String text) {
        assertThatThrownBy(() -> Trees.read(text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(JsonProcessingException.class);
    }

    @Test
    void readsNothingAsMissing() throws Exception {
        assertThat(Trees.read(new byte[0]).isMissingNode()).isTrue();
    }
}
