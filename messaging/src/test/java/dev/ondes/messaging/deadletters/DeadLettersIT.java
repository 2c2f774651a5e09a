package dev.ondes.messaging.deadletters;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import dev.ondes.contracts.event.EventCodec;
import dev.ondes.messaging.connect.BrokerConnection;
import dev.ondes.messaging.testing.CutProxy;
import dev.ondes.messaging.testing.LocalBroker;
import dev.ondes.messaging.testing.NeedsBroker;
import dev.ondes.messaging.testing.Sample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two work queues, A and B, whose dead letters go to a third. */
@NeedsBroker
@Timeout(90)
class DeadLettersIT {
    private static final String A = "test.dead.a";
    private static final String B = "test.dead.b";
    private static final String DEAD = "test.dead.letters";

    private final EventCodec codec = new EventCodec();
    private final List<AutoCloseable> toClose = new ArrayList<>();
    private CutProxy line;
    private Channel hand;
    private DeadLetters letters;

    @BeforeEach
    void setUp() throws Exception {
        line = new CutProxy(LocalBroker.url());
        toClose.add(line);
        letters = letters();
        var factory = new ConnectionFactory();
        factory.setAutomaticRecoveryEnabled(false);
        factory.setUri(LocalBroker.url());
        Connection connection = factory.newConnection();
        toClose.add(connection::abort);
        hand = connection.createChannel();
        hand.confirmSelect();
        delete();
        declare(DEAD, Map.of("x-delivery-limit", 1_000_000));
        work(A, Map.of());
        work(B, Map.of());
    }

    private DeadLetters letters() {
        BrokerConnection connection = Sample.connection(line.url(), _ -> {});
        toClose.add(connection);
        return new DeadLetters(connection, DEAD, Sample.QUICK, Sample.RANDOM, Duration.ofSeconds(20));
    }

    @AfterEach
    void tearDown() throws Exception {
        if (hand.isOpen()) {
            delete();
        }
        for (AutoCloseable part : toClose.reversed()) {
            part.close();
        }
    }

    private void delete() throws Exception {
        for (String queue : List.of(A, B, DEAD)) {
            hand.queueDelete(queue);
        }
    }

    private void work(String queue, Map<String, Object> more) throws Exception {
        Map<String, Object> arguments = new HashMap<>(Map.of(
                "x-dead-letter-exchange",
                "",
                "x-dead-letter-routing-key",
                DEAD,
                "x-dead-letter-strategy",
                "at-least-once",
                "x-overflow",
                "reject-publish",
                "x-delivery-limit",
                20));
        arguments.putAll(more);
        declare(queue, arguments);
    }

    private void declare(String queue, Map<String, Object> more) throws Exception {
        Map<String, Object> arguments = new HashMap<>(more);
        arguments.put("x-queue-type", "quorum");
        hand.queueDeclare(queue, true, false, false, arguments);
    }

    /** Puts an event into the queue and refuses it there. */
    private void die(String queue, String id) throws Exception {
        var properties = new BasicProperties.Builder()
                .messageId(id)
                .type("dev.ondes.job.cancel-requested")
                .headers(Map.of("traceparent", Sample.TRACEPARENT))
                .build();
        publish(queue, properties, codec.encode(Sample.cancel(id)));
        refuse(queue);
    }

    private void publish(String queue, BasicProperties properties, byte[] body) throws Exception {
        hand.basicPublish("", queue, properties, body);
        hand.waitForConfirms();
    }

    private void refuse(String queue) throws Exception {
        hand.basicReject(take(queue).getEnvelope().getDeliveryTag(), false);
    }

    private GetResponse take(String queue) {
        return Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> hand.basicGet(queue, false), message -> message != null);
    }

    private List<String> keys() {
        return letters.list(Selection.all(), 1000).letters().stream()
                .map(DeadLetter::key)
                .toList();
    }

    private void awaitDead(int count) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> keys().size() == count);
    }

    @Test
    void listsWhatDiedWhereAndWhyOldestFirst() throws Exception {
        die(A, "event-1");
        awaitDead(1);
        die(B, "event-2");
        awaitDead(2);

        Page page = letters.list(Selection.all(), 10);

        assertThat(keys()).containsExactly("event-1@" + A, "event-2@" + B);
        assertThat(page.total()).isEqualTo(2);
        assertThat(page.more()).isFalse();
        DeadLetter first = page.letters().getFirst();
        assertThat(first.type()).isEqualTo("job.cancel-requested");
        assertThat(first.queue()).isEqualTo(A);
        assertThat(first.reason()).isEqualTo("rejected");
        assertThat(first.deaths()).isEqualTo(1);
        assertThat(first.diedAt()).isNotNull();
        assertThat(first.redriven()).isZero();
        assertThat(first.size()).isEqualTo(codec.encode(Sample.cancel("event-1")).length);
    }

    @Test
    void lookingTakesNothingAndKeepsTheOrder() throws Exception {
        for (int i = 0; i < 20; i++) {
            die(A, "event-" + i);
            awaitDead(i + 1);
        }

        List<String> again = keys();

        assertThat(again)
                .containsExactlyElementsOf(IntStream.range(0, 20)
                        .mapToObj(i -> "event-" + i + "@" + A)
                        .toList());
    }

    @Test
    void listsNoMoreThanAskedAndSaysSo() throws Exception {
        die(A, "event-1");
        die(A, "event-2");
        die(A, "event-3");
        awaitDead(3);

        Page page = letters.list(Selection.all(), 2);

        assertThat(page.letters()).hasSize(2);
        assertThat(page.more()).isTrue();
        assertThat(page.total()).isEqualTo(3);
    }

    @Test
    void listsWhatIsSelected() throws Exception {
        die(A, "event-1");
        die(B, "event-2");
        awaitDead(2);

        assertThat(letters.list(new Selection.Those(B, null, null), 10).letters())
                .extracting(DeadLetter::eventId)
                .containsExactly("event-2");
        assertThat(letters.list(new Selection.Those(null, "rejected", "job.cancel-requested"), 10)
                        .letters())
                .hasSize(2);
        assertThat(letters.list(new Selection.Those(null, "delivery_limit", null), 10)
                        .letters())
                .isEmpty();
    }

    @Test
    void showsHeadersAndBody() throws Exception {
        die(A, "event-1");
        awaitDead(1);

        Shown shown = letters.show("event-1@" + A).orElseThrow();

        assertThat(shown.headers())
                .containsEntry("traceparent", Sample.TRACEPARENT)
                .doesNotContainKey("x-death");
        assertThat(shown.deaths())
                .extracting(Death::queue, Death::reason, Death::count)
                .containsExactly(tuple(A, "rejected", 1L));
        assertThat(codec.decode(shown.body().getBytes(UTF_8))).contains(Sample.cancel("event-1"));
        assertThat(letters.show("event-9@" + A)).isEmpty();
    }

    @Test
    void showsABodyThatIsNoTextByItsLengthAndNamesAMessageWithoutIdByItsBody() throws Exception {
        publish(A, new BasicProperties.Builder().build(), new byte[] {0, 1, 2, (byte) 0xff});
        refuse(A);
        awaitDead(1);
        String key = keys().getFirst();

        assertThat(key).matches("body-[0-9a-f]{12}@" + A).isEqualTo(keys().getFirst());
        assertThat(letters.show(key).orElseThrow().body()).isEqualTo("4 bytes that are no text");
    }

    @Test
    void redrivesOneToTheQueueItCameFrom() throws Exception {
        die(A, "event-1");
        die(B, "event-1");
        awaitDead(2);

        Result result = letters.redrive(new Selection.One("event-1@" + A));

        assertThat(result.done()).containsExactly("event-1@" + A);
        assertThat(result.kept()).isEmpty();
        assertThat(keys()).containsExactly("event-1@" + B);
        GetResponse back = take(A);
        assertThat(codec.decode(back.getBody())).contains(Sample.cancel("event-1"));
        assertThat(back.getProps().getMessageId()).isEqualTo("event-1");
        assertThat(back.getProps().getDeliveryMode()).isEqualTo(2);
        assertThat(back.getProps().getHeaders())
                .containsEntry(Letters.REDRIVEN, 1L)
                .containsKey("traceparent")
                .doesNotContainKey("x-death");
        assertThat(hand.basicGet(B, true)).isNull();
    }

    @Test
    void redrivesAllOfAReason() throws Exception {
        for (int i = 0; i < 30; i++) {
            die(i % 2 == 0 ? A : B, "event-" + i);
        }
        awaitDead(30);

        Result result = letters.redrive(new Selection.Those(null, "rejected", null));

        assertThat(result.done()).hasSize(30);
        assertThat(keys()).isEmpty();
        assertThat(hand.messageCount(A)).isEqualTo(15);
        assertThat(hand.messageCount(B)).isEqualTo(15);
    }

    @Test
    void redrivingAgainDoesNothing() throws Exception {
        die(A, "event-1");
        awaitDead(1);
        letters.redrive(new Selection.One("event-1@" + A));

        Result again = letters.redrive(new Selection.One("event-1@" + A));

        assertThat(again).isEqualTo(new Result(List.of(), List.of()));
        assertThat(hand.messageCount(A)).isEqualTo(1);
    }

    @Test
    void countsHowOftenALetterWasRedriven() throws Exception {
        die(A, "event-1");
        awaitDead(1);
        letters.redrive(Selection.all());
        refuse(A);
        awaitDead(1);

        DeadLetter letter = letters.list(Selection.all(), 1).letters().getFirst();

        assertThat(letter.redriven()).isEqualTo(1);
    }

    @Test
    void keepsWhatHasNoQueueToGoTo() throws Exception {
        die(A, "event-1");
        publish(DEAD, new BasicProperties.Builder().messageId("stray").build(), "{}".getBytes(UTF_8));
        awaitDead(2);
        hand.queueDelete(A);

        Result result = letters.redrive(Selection.all());

        assertThat(result.done()).isEmpty();
        assertThat(result.kept())
                .containsExactlyInAnyOrder(
                        new Result.Kept("event-1@" + A, Result.Why.QUEUE_GONE),
                        new Result.Kept("stray@", Result.Why.NO_ORIGIN));
        assertThat(keys()).hasSize(2);
    }

    @Test
    void keepsWhatItsQueueRefuses() throws Exception {
        hand.queueDelete(A);
        work(A, Map.of("x-max-length", 1));
        die(A, "event-1");
        awaitDead(1);
        // A quorum queue takes some more than its limit before it refuses.
        Awaitility.await().until(() -> {
            hand.basicPublish("", A, null, "full".getBytes(UTF_8));
            return !hand.waitForConfirms();
        });

        Result result = letters.redrive(Selection.all());

        assertThat(result.kept()).containsExactly(new Result.Kept("event-1@" + A, Result.Why.REFUSED));
        assertThat(keys()).containsExactly("event-1@" + A);
    }

    @Test
    void discardsForGood() throws Exception {
        die(A, "event-1");
        die(A, "event-2");
        awaitDead(2);

        Result result = letters.discard(new Selection.One("event-2@" + A));

        assertThat(result.done()).containsExactly("event-2@" + A);
        assertThat(keys()).containsExactly("event-1@" + A);
        assertThat(hand.messageCount(A)).isZero();
    }

    @Test
    void twoWhoLookAtOnceBothSeeAll() throws Exception {
        dieTogether(50);
        awaitDead(50);
        var elsewhere = letters();
        var sizes = IntStream.range(0, 8)
                .parallel()
                .map(i -> (i % 2 == 0 ? letters : elsewhere)
                        .list(Selection.all(), 100)
                        .letters()
                        .size())
                .boxed()
                .toList();

        assertThat(sizes).hasSize(8).containsOnly(50);
    }

    @Test
    void losesNothingWhenTheConnectionIsCutInBetweenAndTellsWhatWasDone() throws Exception {
        dieTogether(400);
        awaitDead(400);
        var cutter = Thread.ofVirtual().start(() -> {
            Awaitility.await().pollInterval(Duration.ofMillis(1)).until(() -> hand.messageCount(A) >= 20);
            line.cut();
        });

        Result result = letters.redrive(Selection.all());

        assertThat(result.brokenOff()).isNotNull();
        assertThat(result.done()).isNotEmpty().hasSizeLessThan(400);

        cutter.join();
        Set<String> still = new TreeSet<>();
        letters.list(Selection.all(), 1000).letters().forEach(letter -> still.add(letter.eventId()));
        assertThat(still).isNotEmpty();
        for (var back = hand.basicGet(A, true); back != null; back = hand.basicGet(A, true)) {
            still.add(back.getProps().getMessageId());
        }
        assertThat(still).hasSize(400);
    }

    private void dieTogether(int count) throws Exception {
        for (int i = 0; i < count; i++) {
            var properties =
                    new BasicProperties.Builder().messageId("event-" + i).build();
            hand.basicPublish("", A, properties, "{}".getBytes(UTF_8));
        }
        hand.waitForConfirms();
        for (int i = 0; i < count; i++) {
            refuse(A);
        }
    }

    @Test
    void saysThatTheBrokerIsAway() {
        line.refuse(true);
        var connection = Sample.connection(line.url(), _ -> {});
        toClose.add(connection);
        var away = new DeadLetters(connection, DEAD, Sample.QUICK, Sample.RANDOM, Duration.ofMillis(300));

        assertThatThrownBy(() -> away.list(Selection.all(), 1))
                .isInstanceOf(DeadLettersException.class)
                .hasMessageStartingWith("the broker is away: ");
    }
}
