package dev.ondes.playground.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeaksTest {
    private static final String SECRET = "correct/horse+battery=staple";

    private final Leaks leaks = new Leaks();

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "ab", "abc", "{\"password\":\""})
    void findsWhatWasEncodedTogetherWithOther(String before) {
        // Given
        leaks.secret("the password", SECRET);
        byte[] all = (before + SECRET + "\"}").getBytes(StandardCharsets.UTF_8);

        // When
        leaks.saw("a Secret", "data: " + Base64.getEncoder().encodeToString(all));
        leaks.saw("a token", "x." + Base64.getUrlEncoder().withoutPadding().encodeToString(all));

        // Then
        assertThat(leaks.found()).containsExactly("the password stands in a Secret", "the password stands in a token");
    }

    @Test
    void findsWhatStandsThereAsItIsAndAsPartOfAnAddress() {
        leaks.secret("the password", SECRET);

        leaks.saw("a log", "it is " + SECRET + ".");
        leaks.saw("an address", "https://ci:correct%2Fhorse%2Bbattery%3Dstaple@git.example");
        leaks.saw("another log", "it is correct");

        assertThat(leaks.found()).containsExactly("the password stands in a log", "the password stands in an address");
    }

    @Test
    void refusesToLookForWhatIsFoundByChance() {
        assertThatThrownBy(() -> leaks.secret("the password", "short"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the password is too short to be looked for");
    }
}
