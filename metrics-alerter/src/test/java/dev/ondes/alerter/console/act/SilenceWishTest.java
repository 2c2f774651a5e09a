package dev.ondes.alerter.console.act;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ondes.alerter.alerts.StandardRules;
import dev.ondes.contracts.event.AlertSilenced;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SilenceWishTest {
    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");
    private static final AlertSilenced KNOWN =
            new AlertSilenced("a-1", "CiDeadLetters", null, NOON, NOON.plusSeconds(3600), "known", "olga");

    @Test
    void aFormIsRead() {
        var wish = wish("a-1", "CiDeadLetters", "ondes.dead-letters", "1440", " known, see #12 ");

        assertThat(wish)
                .isEqualTo(new SilenceWish(
                        "a-1", "CiDeadLetters", "ondes.dead-letters", Duration.ofHours(24), "known, see #12"));
    }

    @Test
    void withoutASubjectItIsForAll() {
        assertThat(wish("a-1", "CiDeadLetters", "", "1", "known").about()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "'',CiDeadLetters,60,known,The form lacks its id",
        "<b>,CiDeadLetters,60,known,The form lacks its id",
        "a-1,CiNothing,60,known,No rule is called CiNothing",
        "a-1,CiWatchdog,60,known,The watchdog is heard by machines",
        "a-1,CiDeadLetters,60,' ',Say why",
        "a-1,CiDeadLetters,'',known,For how long?",
        "a-1,CiDeadLetters,-5,known,For how long?",
        "a-1,CiDeadLetters,999999999999,known,For how long?",
        "a-1,CiDeadLetters,0,known,a minute at least and a day at most",
        "a-1,CiDeadLetters,1441,known,a minute at least and a day at most"
    })
    void whatCannotBeIsSaidInWords(String id, String alert, String minutes, String reason, String message) {
        assertThatThrownBy(() -> wish(id, alert, "", minutes, reason))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aReasonIsASentenceAndNotABook() {
        assertThatThrownBy(() -> wish("a-1", "CiDeadLetters", "", "60", "x".repeat(201)))
                .hasMessageContaining("at most 200 characters");
    }

    @Test
    void theSameFormSentAgainIsNothingNew() {
        assertThatCode(() ->
                        wish("a-1", "CiDeadLetters", "", "60", "known").mustBe(KNOWN, "olga", NOON.plusSeconds(60)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "CiNodesLost,'',60,known,olga",
        "CiDeadLetters,ondes.dead-letters,60,known,olga",
        "CiDeadLetters,'',90,known,olga",
        "CiDeadLetters,'',60,other,olga",
        "CiDeadLetters,'',60,known,oscar"
    })
    void noFormReplacesAnotherSilence(String alert, String about, String minutes, String reason, String operator) {
        var wish = new SilenceWish(
                "a-1", alert, about.isEmpty() ? null : about, Duration.ofMinutes(Integer.parseInt(minutes)), reason);

        assertThatThrownBy(() -> wish.mustBe(KNOWN, operator, NOON.plusSeconds(60)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("began another silence");
    }

    @Test
    void anOldFormBeginsNoSilenceThatWasEnded() {
        var ended = new AlertSilenced("a-1", "CiDeadLetters", null, NOON, NOON.plusSeconds(30), "known", "olga");

        assertThatThrownBy(() ->
                        wish("a-1", "CiDeadLetters", "", "60", "known").mustBe(ended, "olga", NOON.plusSeconds(60)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("is over");
    }

    private static SilenceWish wish(String id, String alert, String about, String minutes, String reason) {
        return SilenceWish.of(id, alert, about, minutes, reason, StandardRules.all());
    }
}
