package dev.ondes.playground.gitlab.pipelines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.ondes.playground.gitlab.http.HttpError;
import dev.ondes.playground.gitlab.http.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DotenvTest {
    @Test
    void readsAVariableALine() {
        assertThat(Dotenv.read(bytes("IMAGE=registry/app@sha256:1234\n  SPACED = a = b  \nEMPTY=\nIMAGE=last\n")))
                .containsExactly(entry("IMAGE", "last"), entry("SPACED", "a = b"), entry("EMPTY", ""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            no equals sign | Invalid Format
            KEY=a\\n\\nB=c    | Invalid Format
            MY-KEY=a       | Validation failed: Key can contain only letters, digits and '_'.
            """)
    void refusesWhatIsNoVariable(String file, String words) throws IOException {
        assertRefused(file.replace("\\n", "\n"), words);
    }

    @Test
    void refusesMoreThanTwentyVariablesAndMoreThanFiveKibibytes() throws IOException {
        var many = new StringBuilder();
        for (int i = 0; i <= 20; i++) {
            many.append("K").append(i).append("=v\n");
        }
        assertRefused(many.toString(), "Dotenv files cannot have more than 20 variables");
        assertRefused("K=" + "v".repeat(5 * 1024), "Dotenv Artifact Too Big. Maximum Allowable Size: 5120");
    }

    private static void assertRefused(String file, String words) throws IOException {
        assertThatThrownBy(() -> Dotenv.read(bytes(file))).isInstanceOfSatisfying(HttpError.class, refusal -> {
            assertThat(refusal.response().status()).isEqualTo(400);
            assertThat(message(refusal)).isEqualTo(words);
        });
    }

    private static String message(HttpError refusal) {
        var body = new ByteArrayOutputStream();
        try {
            refusal.response().body().writeTo(body);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return Json.parse(body.toByteArray()).path("message").asText();
    }

    private static byte[] bytes(String file) {
        return file.getBytes(StandardCharsets.UTF_8);
    }
}
