package dev.ondes.messaging.deadletters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.GetResponse;
import dev.ondes.messaging.connect.Deadline;
import dev.ondes.messaging.deadletters.Result.Kept;
import dev.ondes.messaging.deadletters.Result.Why;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeadLettersTest {
    private final Hand hand = new Hand("event-1", "event-2", "event-3");

    @Test
    void afterOneThatIsNotConfirmedNoOtherIsTouched() throws Exception {
        List<String> sent = new ArrayList<>();

        Result result = DeadLetters.each(hand, Selection.all(), (letter, _) -> {
            sent.add(letter.key());
            return sent.size() == 2 ? Optional.of(Why.UNCONFIRMED) : Optional.empty();
        });

        assertThat(sent).hasSize(2);
        assertThat(result.done()).containsExactly(sent.get(0));
        assertThat(result.kept()).containsExactly(new Kept(sent.get(1), Why.UNCONFIRMED));
        assertThat(hand.done).isEqualTo(1);
    }

    @Test
    void oneWhoseQueueIsFullStopsNoOther() throws Exception {
        Result result = DeadLetters.each(hand, Selection.all(), (_, _) -> Optional.of(Why.REFUSED));

        assertThat(result.kept()).hasSize(3);
        assertThat(hand.done).isZero();
    }

    @Test
    void afterTheLastOneThatIsNamedNoOtherIsLookedAt() throws Exception {
        Result result =
                DeadLetters.each(hand, new Selection.Named(Set.of("event-1@", "event-2@")), (_, _) -> Optional.empty());

        assertThat(result.done()).containsExactly("event-1@", "event-2@");
        assertThat(hand.left).hasSize(1);
    }

    @Test
    void whatWasDoneBeforeTheBrokerGaveUpIsTold() throws Exception {
        hand.failsAfter = 2;

        Result result = DeadLetters.each(hand, Selection.all(), (_, _) -> Optional.empty());

        assertThat(result.done()).containsExactly("event-1@", "event-2@");
        assertThat(result.kept()).isEmpty();
        assertThat(result.brokenOff()).contains("the line is cut");
    }

    @Test
    void oneThatTheBrokerMayNotHaveTakenAwayIsToldToo() throws Exception {
        hand.takesAway = false;

        Result result = DeadLetters.each(hand, Selection.all(), (_, _) -> Optional.empty());

        assertThat(result.done()).containsExactly("event-1@");
        assertThat(result.brokenOff()).contains("the line is cut");
    }

    @Test
    void whereNothingWasDoneThereIsNoResult() {
        hand.failsAfter = 0;

        assertThatThrownBy(() -> DeadLetters.each(hand, Selection.all(), (_, _) -> Optional.empty()))
                .isInstanceOf(IOException.class);
    }

    @Test
    void lookingEndsWhenItTakesTooLongAndSaysThatThereMayBeMore() throws Exception {
        Page page = DeadLetters.find(hand, Selection.all(), 10, Deadline.in(Duration.ZERO));

        assertThat(page.letters()).isEmpty();
        assertThat(page.total()).isEqualTo(3);
        assertThat(page.more()).isTrue();
        assertThat(hand.left).hasSize(3);
    }

    @Test
    void lookingInTimeFindsAllAndSaysThatThereAreNoMore() throws Exception {
        Page page = DeadLetters.find(hand, Selection.all(), 3, Deadline.in(Duration.ofMinutes(1)));

        assertThat(page.letters()).hasSize(3);
        assertThat(page.more()).isFalse();
    }

    @Test
    void oneThatWasNotFoundInTimeIsNotSaidToBeGone() {
        assertThatThrownBy(() -> DeadLetters.show(hand, "event-3@", Deadline.in(Duration.ZERO)))
                .isInstanceOf(DeadLettersException.class)
                .hasMessageContaining("too many to find it in time");
    }

    /** Letters one after the other. */
    private static final class Hand implements DeadLetters.Steps {
        final Deque<GetResponse> left = new ArrayDeque<>();
        int done;
        int failsAfter = Integer.MAX_VALUE;
        boolean takesAway = true;

        Hand(String... ids) {
            for (String id : ids) {
                left.add(new GetResponse(
                        new Envelope(1, false, "", "q"),
                        new BasicProperties.Builder().messageId(id).build(),
                        new byte[0],
                        0));
            }
        }

        @Override
        public Optional<GetResponse> next() throws IOException {
            if (done >= failsAfter) {
                throw new IOException("the line is cut");
            }
            return Optional.ofNullable(left.poll());
        }

        @Override
        public long total() {
            return 3;
        }

        @Override
        public void done() throws IOException {
            if (!takesAway) {
                throw new IOException("the line is cut");
            }
            done++;
        }
    }
}
