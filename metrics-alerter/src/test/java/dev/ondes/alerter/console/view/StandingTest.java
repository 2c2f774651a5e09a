package dev.ondes.alerter.console.view;

import static dev.ondes.alerter.console.view.Seeded.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StandingTest {
    private static final Times TIMES = new Times(NOON, ZoneOffset.UTC);
    private static final Optional<Standing.Away> THERE = Optional.empty();

    @Test
    void nothingIsSaidWhileAllIsWell() {
        assertThat(new Standing(true, THERE, Optional.of(NOON.minusSeconds(3)), 0).banners(TIMES))
                .isEmpty();
    }

    @Test
    void whileTheJournalIsReadFiguresAreThoseOfSomeTimeOfTheDay() {
        assertThat(texts(new Standing(false, THERE, Optional.empty(), 0)))
                .containsExactly("The journal is being read: what is shown is of some time of the day, and grows");
    }

    @Test
    void aBrokerThatIsGoneIsSaidWithItsTimeAndSilenceIsNotSaidTwice() {
        var away = new Standing.Away(NOON.minusSeconds(600), "connection refused");
        Optional<Instant> heard = Optional.of(NOON.minusSeconds(605));

        assertThat(texts(new Standing(true, Optional.of(away), heard, 0)))
                .containsExactly("The broker is gone since 11:50:00: what is shown is of then");
    }

    @Test
    void silenceIsSaidAfterTwoMinutes() {
        assertThat(texts(new Standing(true, THERE, Optional.of(NOON.minusSeconds(120)), 0)))
                .isEmpty();
        assertThat(texts(new Standing(true, THERE, Optional.of(NOON.minusSeconds(121)), 0)))
                .containsExactly("Nothing was heard since 11:57:59: what is shown may be over, and more may wait");
    }

    @Test
    void whereNothingWasEverHeardItIsSaidWhoShouldSpeak() {
        assertThat(texts(new Standing(true, THERE, Optional.empty(), 0)))
                .containsExactly("Nothing was ever heard: pages stay empty until a service speaks");
    }

    @Test
    void entriesThatAreMissingMakeFiguresTooSmall() {
        assertThat(texts(new Standing(true, THERE, Optional.of(NOON), 2)))
                .containsExactly("Entries of the journal are missing: figures of today are too small");
    }

    private static List<String> texts(Standing standing) {
        return standing.banners(TIMES).stream().map(Standing.Banner::text).toList();
    }
}
