package dev.ondes.agent.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.agent.trace.SentPiece.Fate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TraceProgressTest {
    private static final long BASE = 1000;

    private final TraceProgress progress = new TraceProgress(BASE);

    @Test
    void sendsOnlyWhatLeavesTheFenceAsItIs() {
        assertThat(progress.next(BASE)).isNull();
        assertThat(progress.next(BASE + 3)).isNull();
        assertThat(progress.next(BASE + 11)).isEqualTo(new SentPiece(BASE, BASE + 8));
    }

    @Test
    void sendsToTheLastByteWhenThatIsWanted() {
        progress.want(BASE + 9);

        assertThat(progress.next(BASE + 9)).isEqualTo(new SentPiece(BASE, BASE + 9));
        assertThat(progress.isWanted()).isTrue();

        progress.stored(new SentPiece(BASE, BASE + 9));

        assertThat(progress.isWanted()).isFalse();
        assertThat(progress.next(BASE + 12)).isNull();
        assertThat(progress.next(BASE + 13)).isEqualTo(new SentPiece(BASE + 9, BASE + 13));
    }

    @Test
    void cutsAtOneMebibyte() {
        progress.want(BASE + (1 << 20) + 1);

        assertThat(progress.next(BASE + (1 << 20) + 1)).isEqualTo(new SentPiece(BASE, BASE + (1 << 20)));
    }

    @Test
    void sendsAPieceWithoutAnAnswerAgainAsItWas() {
        var piece = new SentPiece(BASE, BASE + 8);
        progress.unanswered(piece);
        progress.want(BASE + 101);

        assertThat(progress.next(BASE + 101)).isEqualTo(piece);
    }

    @ParameterizedTest
    @CsvSource({
        "1000, NOT_STORED",
        "1008, STORED",
        "1004, TAKEN_OVER",
        "1012, TAKEN_OVER",
        "996, TAKEN_OVER",
        "1010, TAKEN_OVER",
        "0, TAKEN_OVER"
    })
    void readsWhoWroteFromTheSizeThatGitLabTells(long size, Fate expected) {
        assertThat(progress.wrongOffset(new SentPiece(BASE, BASE + 8), size, BASE + 100))
                .isEqualTo(expected);
    }

    @Test
    void goesOnFromAPieceThatIsStoredInPartThoughTheGateIsShut() {
        var piece = new SentPiece(BASE, BASE + 400_000);
        progress.unanswered(piece);

        assertThat(progress.wrongOffset(piece, 262_144, BASE + 500_000)).isEqualTo(Fate.STORED);

        assertThat(progress.next(BASE + 500_000)).isEqualTo(new SentPiece(262_144, BASE + 400_000));
        assertThat(progress.gateOpen()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "262144, STORED",
        "1001, NOT_STORED",
        "1000, NOT_STORED",
        "205001, STORED",
        "205003, TAKEN_OVER",
        "205002, TAKEN_OVER",
        "500004, TAKEN_OVER",
        "999, TAKEN_OVER"
    })
    void goesOnFromWhateverGitLabHasKeptOnceTheGateIsOpen(long size, Fate expected) {
        progress.stored(new SentPiece(BASE, BASE + 100_001));
        var piece = new SentPiece(BASE + 100_001, BASE + 400_001);

        assertThat(progress.wrongOffset(piece, size, BASE + 400_003)).isEqualTo(expected);

        if (expected != Fate.TAKEN_OVER) {
            assertThat(progress.next(BASE + 400_003)).isEqualTo(new SentPiece(size, BASE + 400_001));
        }
    }

    @Test
    void endsNoPieceBetweenTwoChunksOfGitLab() {
        var fromTheBeginning = new TraceProgress(0);

        assertThat(fromTheBeginning.next(131_072)).isEqualTo(new SentPiece(0, 131_068));
        assertThat(fromTheBeginning.next(3 << 20)).isEqualTo(new SentPiece(0, (1 << 20) - 4));
    }

    @Test
    void takesAnySizeOfItsOwnWhileItSendsALostLogAgain() {
        progress.stored(new SentPiece(BASE, BASE + 41));
        progress.again();
        progress.want(BASE + 41);

        assertThat(progress.next(BASE + 41)).isEqualTo(new SentPiece(BASE, BASE + 41));
        assertThat(progress.wrongOffset(new SentPiece(BASE, BASE + 41), BASE + 20, BASE + 41))
                .isEqualTo(Fate.STORED);
        assertThat(progress.next(BASE + 41)).isEqualTo(new SentPiece(BASE + 20, BASE + 41));
        assertThat(progress.wrongOffset(new SentPiece(BASE + 20, BASE + 41), BASE + 44, BASE + 41))
                .isEqualTo(Fate.TAKEN_OVER);
    }

    @Test
    void sendsNothingMoreOnceRefused() {
        progress.refuse();
        progress.want(BASE + 9);

        assertThat(progress.next(BASE + 9)).isNull();
        assertThat(progress.isWanted()).isFalse();
    }
}
