package dev.ondes.messaging.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ondes.contracts.event.EventCodec;
import dev.ondes.messaging.connect.Deadline;
import dev.ondes.messaging.count.Count;
import dev.ondes.messaging.testing.CutProxy;
import dev.ondes.messaging.testing.LocalBroker;
import dev.ondes.messaging.testing.NeedsBroker;
import dev.ondes.messaging.testing.Sample;
import dev.ondes.messaging.testing.Tally;
import dev.ondes.messaging.testing.TestStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@NeedsBroker
@Timeout(90)
class JournalReaderIT {
    private final Heard heard = new Heard();
    private final Tally tally = new Tally();
    private final List<AutoCloseable> toClose = new ArrayList<>();
    private final List<CountDownLatch> gates = new ArrayList<>();
    private TestStream stream;
    private CutProxy line;
    private Journal journal;

    @BeforeEach
    void setUp() {
        stream = new TestStream("journal");
        line = new CutProxy(LocalBroker.url());
        var connection = Sample.connection(line.url(), _ -> {});
        journal = new Journal(connection, stream.name(), 100, new EventCodec(), Sample.QUICK, Sample.RANDOM, tally);
        toClose.addAll(List.of(stream, line, connection));
    }

    @AfterEach
    void tearDown() throws Exception {
        gates.forEach(CountDownLatch::countDown);
        for (AutoCloseable part : toClose.reversed()) {
            part.close();
        }
    }

    private JournalReader read(Start start, JournalListener listener) {
        JournalReader reader = journal.read(Bookmark.none(start), listener);
        toClose.add(reader);
        return reader;
    }

    private JournalReader read(Start start) {
        return read(start, heard);
    }

    /** Held by handlers until the test opens it; a test that fails lets them go, too, or its reader could not be closed. */
    private CountDownLatch gate() {
        var gate = new CountDownLatch(1);
        gates.add(gate);
        return gate;
    }

    private static List<String> events(int from, int to) {
        return IntStream.range(from, to).mapToObj(n -> "event-" + n).toList();
    }

    private void awaitHeard(int count) {
        await().atMost(Duration.ofSeconds(30)).until(() -> heard.entries.size() >= count);
    }

    @Test
    void handsOutAllEventsInOrderWithTheirOffsets() {
        stream.declare();
        stream.put(0, 1000);

        read(new Start.Oldest());

        awaitHeard(1000);
        assertThat(heard.ids()).containsExactlyElementsOf(events(0, 1000));
        assertThat(heard.offsets())
                .containsExactlyElementsOf(LongStream.range(0, 1000).boxed().toList());
        assertThat(tally.of(Count.CONSUMED)).isEqualTo(1000);
    }

    @Test
    void leavesOutWhatTheListenerDoesNotWantAndGoesOnBehindIt() {
        stream.declare();
        stream.put(0, 3);
        stream.put("test.other", "unwanted-but-nobody-can-tell", "{}".getBytes(UTF_8));
        var picky = new JournalListener() {
            @Override
            public boolean wants(String type, Instant saidAt) {
                return !type.equals("dev.ondes.job.started");
            }

            @Override
            public void on(Entry entry) {
                heard.on(entry);
            }
        };

        JournalReader reader = read(new Start.Oldest(), picky);

        awaitHeard(1);
        assertThat(heard.offsets()).containsExactly(3L);
        assertThat(reader.position().next()).isEqualTo(4);
        assertThat(heard.gaps).isEmpty();
    }

    @Test
    void beginsAtAnOffset() {
        stream.declare();
        stream.put(0, 50);

        read(new Start.At(42));

        awaitHeard(8);
        assertThat(heard.ids()).containsExactlyElementsOf(events(42, 50));
        assertThat(heard.gaps).isEmpty();
    }

    @Test
    void beginsWithWhatIsSaidFromNowOn() {
        stream.declare();
        stream.put(0, 10);
        JournalReader reader = read(new Start.Now());
        await().until(() -> reader.position().live());

        stream.put(10, 12);

        awaitHeard(2);
        assertThat(heard.ids()).containsExactlyElementsOf(events(10, 12));
    }

    @Test
    void beginsAtATime() {
        stream.declare();
        stream.put(0, 10);

        read(new Start.Since(Instant.now().minus(Duration.ofHours(1))));

        awaitHeard(10);
        assertThat(heard.ids()).containsExactlyElementsOf(events(0, 10));
    }

    @Test
    void hasCaughtUpWhenAllThatWasThereIsHandledAndThenHearsWhatIsSaid() {
        stream.declare();
        stream.put(0, 700);
        JournalReader reader = read(new Start.Oldest());
        await().until(() -> heard.caughtUp.get() == 1);

        stream.put(700, 701);

        awaitHeard(701);
        assertThat(heard.whenCaughtUp).isBetween(1, 701);
        assertThat(reader.position()).isEqualTo(new Position(701, Sample.NOW, true));
        assertThat(reader.trouble()).isEmpty();
    }

    @Test
    void hasNotCaughtUpWhileEntriesWait() {
        stream.declare();
        stream.put(0, 10);
        stream.put(10, 500);
        CountDownLatch release = gate();
        JournalReader reader = read(new Start.Oldest(), new JournalListener() {
            @Override
            public void on(Entry entry) {
                if (entry.offset() == 5) {
                    awaitUninterrupted(release);
                }
                heard.on(entry);
            }

            @Override
            public void caughtUp() {
                heard.caughtUp();
            }
        });
        awaitHeard(5);

        assertThat(reader.position().live()).isFalse();
        assertThat(heard.caughtUp).hasValue(0);
        release.countDown();
        await().until(() -> heard.caughtUp.get() == 1);
        awaitHeard(500);
    }

    @Test
    void catchesUpThoughEventsAreSaidAllTheTime() {
        stream.declare();
        stream.put(0, 10);

        JournalReader reader = read(new Start.Oldest());

        int said = 10;
        for (Deadline end = Deadline.in(Duration.ofSeconds(20));
                !reader.position().live() && !end.isOver();
                said++) {
            stream.put(said, said + 1);
        }
        assertThat(reader.position().live()).isTrue();
        awaitHeard(said);
        assertThat(heard.ids()).containsExactlyElementsOf(events(0, said));
    }

    @Test
    void hasCaughtUpAtOnceWhereThereIsNothing() {
        stream.declare();

        JournalReader reader = read(new Start.Oldest());

        await().until(() -> heard.caughtUp.get() == 1);
        assertThat(reader.position().live()).isTrue();
    }

    @Test
    void hasCaughtUpAtOnceWhereNothingIsAsYoungAsAsked() {
        stream.declare();
        stream.put(0, 10);

        read(new Start.Since(Instant.now().plus(Duration.ofHours(1))));

        await().until(() -> heard.caughtUp.get() == 1);
        assertThat(heard.entries).isEmpty();
    }

    @Test
    void neitherLosesNorRepeatsAnythingThoughItsConnectionIsCutAgainAndAgain() {
        stream.declare();
        var cuts = new AtomicLong();
        JournalReader reader = read(new Start.Oldest(), new JournalListener() {
            @Override
            public void on(Entry entry) {
                heard.on(entry);
                if (entry.offset() % 400 == 399 && cuts.incrementAndGet() <= 10) {
                    line.cut();
                }
            }

            @Override
            public void missing(Gap gap) {
                heard.missing(gap);
            }
        });

        stream.put(0, 3000);
        stream.put(3000, 5000);

        awaitHeard(5000);
        assertThat(cuts.get()).isGreaterThanOrEqualTo(10);
        assertThat(heard.ids()).containsExactlyElementsOf(events(0, 5000));
        assertThat(heard.gaps).isEmpty();
        await().until(() -> reader.position().live());
    }

    @Test
    void isNotLiveWhileTheBrokerIsAwayAndCatchesUpWhenItIsBack() {
        stream.declare();
        stream.put(0, 3);
        JournalReader reader = read(new Start.Oldest());
        await().until(() -> reader.position().live());
        line.refuse(true);
        line.cut();
        await().until(() -> !reader.position().live());
        Supplier<Optional<String>> why = journal.connection()::trouble;
        await().until(() -> why.get().isPresent() && reader.trouble().equals(why.get()));
        stream.put(3, 6);

        line.refuse(false);

        await().atMost(Duration.ofSeconds(20)).until(() -> reader.position().live());
        awaitHeard(6);
        assertThat(heard.ids()).containsExactlyElementsOf(events(0, 6));
        assertThat(heard.caughtUp).hasValue(2);
    }

    @Test
    void knowsThatItsConnectionIsGoneThoughItsListenerIsBusyAndReadsOnWhenThatIsDone() {
        stream.declare();
        stream.put(0, 3);
        CountDownLatch release = gate();
        JournalReader reader = read(new Start.Oldest(), entry -> {
            if (entry.offset() == 3) {
                awaitUninterrupted(release);
            }
            heard.on(entry);
        });
        await().until(() -> reader.position().live());
        stream.put(3, 6);
        line.refuse(true);

        line.cut();

        await().until(() -> !reader.position().live() && reader.trouble().isPresent());
        line.refuse(false);
        release.countDown();
        awaitHeard(6);
        assertThat(heard.ids()).containsExactlyElementsOf(events(0, 6));
        await().until(() -> reader.position().live());
    }

    @Test
    void saysThatEntriesAreMissingWhenTheStreamWasTruncated() {
        stream.declareSmall();
        for (int i = 0; i < 6; i++) {
            stream.put(i * 2000, (i + 1) * 2000);
        }

        read(new Start.At(7));

        await().until(() -> heard.ids().contains("event-11999"));
        assertThat(heard.gaps).isNotEmpty().isEqualTo(jumpsOfWhatWasHeard(7));
    }

    /**
     * Where events are left out; the broker truncates when it likes, so there may be more than one such place. Offsets alone don't say it:
     * the broker's own notes have some.
     */
    private List<Gap> jumpsOfWhatWasHeard(long wanted) {
        List<Gap> jumps = new ArrayList<>();
        long nextOffset = wanted;
        long nextEvent = wanted;
        for (Entry entry : heard.entries) {
            long event = Long.parseLong(((Entry.Said) entry).event().id().substring("event-".length()));
            if (event != nextEvent) {
                jumps.add(new Gap(Gap.Why.TRUNCATED, nextOffset, entry.offset()));
            }
            nextOffset = entry.offset() + 1;
            nextEvent = event + 1;
        }
        return jumps;
    }

    @Test
    void saysThatEntriesAreMissingWhenTheStreamIsTruncatedBeforeItsEyes() {
        stream.declareSmall();
        stream.put(0, 50);
        CountDownLatch release = gate();
        read(new Start.Oldest(), new JournalListener() {
            @Override
            public void on(Entry entry) {
                heard.on(entry);
                awaitUninterrupted(release);
            }

            @Override
            public void missing(Gap gap) {
                heard.missing(gap);
            }
        });
        awaitHeard(1);
        for (int i = 0; i < 6; i++) {
            stream.put(50 + i * 2000, 50 + (i + 1) * 2000);
        }

        release.countDown();

        await().until(() -> heard.ids().contains("event-12049"));
        assertThat(heard.gaps).isNotEmpty().isEqualTo(jumpsOfWhatWasHeard(0));
    }

    @Test
    void readsAJournalThatWasMadeAnewFromItsBeginning() {
        stream.declare();
        stream.put(0, 100);
        JournalReader reader = read(new Start.Oldest());
        awaitHeard(100);
        line.refuse(true);
        line.cut();
        await().until(() -> !reader.position().live());
        stream.delete();
        stream.declare();
        stream.put(200, 205);

        line.refuse(false);

        awaitHeard(105);
        assertThat(heard.ids().subList(100, 105)).containsExactlyElementsOf(events(200, 205));
        assertThat(heard.gaps).containsExactly(new Gap(Gap.Why.REPLACED, 100, 0));
    }

    @Test
    void handsOnWhatItCannotReadAndGoesOn() {
        stream.declare();
        stream.put(0, 1);
        String envelope = "{\"specversion\":\"1.0\",\"id\":\"x\",\"source\":\"/new\",\"subject\":\"1\","
                + "\"time\":\"2026-03-01T12:00:00Z\",\"type\":\"%s\",\"data\":{}}";
        stream.put(
                "dev.ondes.job.started/v2",
                "v2",
                envelope.formatted("dev.ondes.job.started/v2").getBytes(UTF_8));
        stream.put(
                "dev.ondes.job.sung",
                "sung",
                envelope.formatted("dev.ondes.job.sung").getBytes(UTF_8));
        stream.put(
                "dev.ondes.job.started",
                "bare",
                envelope.formatted("dev.ondes.job.started").getBytes(UTF_8));
        stream.put("", "text", "a password: s3cret".getBytes(UTF_8));
        stream.put("", "empty", new byte[0]);
        stream.put(1, 2);

        read(new Start.Oldest());

        awaitHeard(7);
        assertThat(heard.ids())
                .containsExactly(
                        "event-0",
                        "UNKNOWN_VERSION v2",
                        "UNKNOWN_TYPE sung",
                        "INVALID bare",
                        "INVALID text",
                        "INVALID empty",
                        "event-1");
        assertThat(heard.entries.toString()).doesNotContain("s3cret");
        assertThat(tally.of(Count.UNKNOWN_TYPE)).isEqualTo(2);
        assertThat(tally.of(Count.INVALID)).isEqualTo(3);
    }

    @Test
    void goesOnAfterAHandlerThatFails() {
        stream.declare();
        stream.put(0, 3);

        read(new Start.Oldest(), entry -> {
            heard.on(entry);
            if (entry.offset() == 1) {
                throw new IllegalStateException("a bug");
            }
        });

        awaitHeard(3);
        assertThat(heard.ids()).containsExactlyElementsOf(events(0, 3));
        assertThat(tally.of(Count.HANDLER_FAILED)).isEqualTo(1);
    }

    @Test
    void readsWhatAFailingListenerCannotTellWhetherItWants() {
        stream.declare();
        stream.put(0, 3);

        read(new Start.Oldest(), new JournalListener() {
            @Override
            public boolean wants(String type, Instant saidAt) {
                throw new IllegalStateException("a bug");
            }

            @Override
            public void on(Entry entry) {
                heard.on(entry);
            }
        });

        awaitHeard(3);
        assertThat(heard.ids()).containsExactlyElementsOf(events(0, 3));
    }

    @Test
    void tellsTheBookmarkEachEntryAndBeginsWhereItSays() {
        stream.declare();
        stream.put(0, 10);
        var kept = new AtomicLong(3);
        var bookmark = new Bookmark() {
            @Override
            public Start start() {
                return new Start.At(kept.get() + 1);
            }

            @Override
            public void handled(long offset) {
                kept.set(offset);
            }
        };
        JournalReader first = journal.read(bookmark, heard);
        awaitHeard(6);
        first.close();
        assertThat(kept).hasValue(9);
        stream.put(10, 12);

        toClose.add(journal.read(bookmark, heard));

        awaitHeard(8);
        assertThat(heard.ids()).containsExactlyElementsOf(events(4, 12));
    }

    @Test
    void holdsUpNobodyElseOnItsConnectionWhileItsHandlerIsBusy() throws Exception {
        stream.declare();
        stream.put(0, 2000);
        CountDownLatch release = gate();
        read(new Start.Oldest(), entry -> {
            awaitUninterrupted(release);
            heard.on(entry);
        });

        assertThat(journal.ends(Duration.ofSeconds(10)))
                .hasValueSatisfying(ends -> assertThat(ends.oldest()).isZero());
        release.countDown();

        awaitHeard(2000);
        assertThat(heard.ids()).containsExactlyElementsOf(events(0, 2000));
    }

    @Test
    void callsNobodyAfterItWasClosed() {
        stream.declare();
        stream.put(0, 5000);
        JournalReader reader = read(new Start.Oldest());
        awaitHeard(10);

        reader.close();

        int then = heard.entries.size();
        stream.put(5000, 5100);
        assertThat(heard.entries).hasSize(then);
    }

    @Test
    void saysThatTheStreamIsMissingAndReadsItWhenItIsThere() {
        JournalReader reader = read(new Start.Oldest());
        await().until(() -> reader.trouble().orElse("").contains("NOT_FOUND"));

        stream.declare();
        stream.put(0, 2);

        awaitHeard(2);
        await().until(() -> reader.trouble().isEmpty());
    }

    @Test
    void knowsHowFarBehindItIs() throws Exception {
        stream.declare();
        stream.put(0, 10);
        stream.put(10, 2000);
        CountDownLatch release = gate();
        JournalReader reader = read(new Start.Oldest(), entry -> {
            if (entry.offset() == 100) {
                awaitUninterrupted(release);
            }
            heard.on(entry);
        });
        awaitHeard(100);

        Ends ends = journal.ends(Duration.ofSeconds(10)).orElseThrow();

        assertThat(reader.position().behind(ends)).isEqualTo(ends.newestBlock() - 99);
        release.countDown();
        awaitHeard(2000);
        await().untilAsserted(() -> assertThat(reader.position().behind(ends)).isZero());
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
