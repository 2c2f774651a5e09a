package dev.ondes.detector.handover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.authorities.Authorities;
import dev.ondes.cloud.TestClock;
import dev.ondes.contracts.node.DetectedNotice;
import dev.ondes.contracts.node.InstanceAction;
import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.contracts.node.Provider;
import dev.ondes.detector.health.Health;
import dev.ondes.detector.health.Metrics;
import dev.ondes.detector.http.Endpoint;
import dev.ondes.detector.log.Log;
import dev.ondes.detector.watch.Cloud;
import dev.ondes.detector.watch.Identity;
import dev.ondes.detector.watch.Monitor;
import dev.ondes.detector.watch.Standing;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Telling spot-watcher, over real HTTP, by a clock that stands still. */
class OutboxIT {
    private static final Instant DEADLINE = TestClock.START.plusSeconds(120);

    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();
    private final Health health = new Health(new Metrics(), clock);
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final RecordingCloud cloud = new RecordingCloud();
    private FakeWatcher watcher;
    private FakeWatcher second;
    private List<String> addresses = List.of("127.0.0.1");
    private Outbox outbox;

    /** Remembers what it was told of notices. */
    private static final class RecordingCloud implements Cloud {
        private final List<String> told = new ArrayList<>();
        private boolean wantsToKnow;

        @Override
        public Provider provider() {
            return Provider.AZURE;
        }

        @Override
        public String source() {
            return DetectedNotice.AZURE_SCHEDULED_EVENTS;
        }

        @Override
        public Optional<Identity> identify() {
            return Optional.empty();
        }

        @Override
        public List<Monitor> monitors(Standing standing) {
            return List.of();
        }

        @Override
        public boolean wantsToKnowWhenHandled() {
            return wantsToKnow;
        }

        @Override
        public void handedOver(DetectedNotice notice, boolean handled) {
            told.add(notice.rawId() + (handled ? " handled" : " confirmed"));
        }
    }

    @BeforeEach
    void open() throws IOException {
        watcher = new FakeWatcher("127.0.0.1", 0);
        second = new FakeWatcher("127.0.0.2", watcher.port());
        Path token = Files.writeString(folder.resolve("token"), FakeWatcher.TOKEN + "\n");
        outbox = new Outbox(
                cloud,
                Endpoint.of("http://spot-watcher:" + watcher.port()),
                token,
                Authorities.USUAL.tls().getSocketFactory(),
                this::resolve,
                health,
                clock,
                new Log(new PrintStream(log, true, StandardCharsets.UTF_8), clock, "node-1", false));
    }

    @AfterEach
    void close() {
        watcher.close();
        second.close();
    }

    private List<InetAddress> resolve(String host) throws UnknownHostException {
        assertThat(host).isEqualTo("spot-watcher");
        List<InetAddress> resolved = new ArrayList<>();
        for (String address : addresses) {
            resolved.add(InetAddress.getByName(address));
        }
        return resolved;
    }

    private DetectedNotice notice(String id, NoticeKind kind, @Nullable Instant deadline, boolean withdrawn) {
        return new DetectedNotice(
                Provider.AZURE,
                "vmss_1",
                "node-1",
                null,
                null,
                kind,
                InstanceAction.TERMINATE,
                clock.instant(),
                deadline,
                DetectedNotice.AZURE_SCHEDULED_EVENTS,
                id,
                withdrawn);
    }

    private DetectedNotice spot() {
        return notice("event-1", NoticeKind.SPOT_INTERRUPTION, DEADLINE, false);
    }

    private String log() {
        return log.toString(StandardCharsets.UTF_8);
    }

    @Test
    void tellsANoticeOnce() throws Exception {
        outbox.put(spot());

        outbox.step();
        outbox.step();

        assertThat(watcher.confirmed).containsExactly(spot());
        assertThat(outbox.isEmpty()).isTrue();
        assertThat(cloud.told).containsExactly("event-1 confirmed");
        assertThat(log()).contains("event=confirmed", "after 0 ms").doesNotContain(FakeWatcher.TOKEN);
        assertThat(health.exposition())
                .contains(
                        "ondes_detector_left_seconds 120.0",
                        "ondes_detector_handovers_total{outcome=\"confirmed\"} 1.0");
    }

    @Test
    void asksTheNextReplicaWhereOneCannotConfirmOrIsNotThere() throws Exception {
        addresses = List.of("127.0.0.3", "127.0.0.1", "127.0.0.2");
        watcher.status = 503;
        outbox.put(spot());

        outbox.step();

        assertThat(watcher.answers).containsExactly(503);
        assertThat(second.confirmed).hasSize(1);
    }

    @Test
    void isNotHeldUpByAReplicaThatDoesNotAnswer() throws Exception {
        addresses = List.of("127.0.0.1", "127.0.0.2");
        watcher.status = FakeWatcher.SILENT;
        outbox.put(spot());

        outbox.step();

        assertThat(second.confirmed).hasSize(1);
        assertThat(outbox.isEmpty()).isTrue();
    }

    @Test
    void triesAgainUntilTheBrokerConfirms() throws Exception {
        watcher.status = 503;
        outbox.put(spot());
        Duration wait = outbox.step();
        assertThat(wait).isEqualTo(Duration.ofMillis(200));
        outbox.step();
        assertThat(watcher.answers).hasSize(1);
        watcher.status = 202;
        clock.pass(wait);

        outbox.step();

        assertThat(watcher.confirmed).hasSize(1);
        assertThat(log()).contains("event=not-told-yet", "status 503", "after 200 ms");
    }

    @Test
    void triesAtLeastEveryTwoSecondsUntilTheDeadlineAndSaysThatItGaveUp() throws Exception {
        watcher.status = 503;
        outbox.put(spot());

        for (int i = 0; i < 100; i++) {
            clock.pass(outbox.step());
        }

        assertThat(outbox.isEmpty()).isTrue();
        assertThat(watcher.answers).hasSizeBetween(60, 70);
        assertThat(log()).contains("event=gave-up", "not told in time");
        assertThat(health.exposition()).contains("ondes_detector_handovers_total{outcome=\"gave-up\"} 1.0");
    }

    @Test
    void triesForHalfAMinuteThoughTheTimeIsOverWhenItIsHeard() throws Exception {
        watcher.status = 503;
        outbox.put(notice("event-1", NoticeKind.MAINTENANCE, clock.instant(), false));
        for (int i = 0; i < 10; i++) {
            clock.pass(outbox.step());
        }
        watcher.status = 202;

        outbox.step();

        assertThat(watcher.confirmed).hasSize(1);
        assertThat(log()).doesNotContain("event=gave-up");
    }

    @Test
    void readsItsTokenAnewWhereTheOldOneIsRefused() throws Exception {
        Files.writeString(folder.resolve("token"), "old");
        outbox.put(spot());
        clock.pass(outbox.step());
        Files.writeString(folder.resolve("token"), FakeWatcher.TOKEN);

        outbox.step();

        assertThat(watcher.answers).containsExactly(401, 202);
        assertThat(log()).contains("refuses the token in " + folder.resolve("token"));
    }

    @ParameterizedTest
    @CsvSource({
        "'new\n old', has 2 lines: a detector shows one token",
        "'\n', is empty: it must hold the token",
        "'to ken', holds a blank or a letter that no HTTP header can carry"
    })
    void saysWhatIsWrongWithItsTokenFileAndGoesOnWhenItIsMended(String text, String wrong) throws Exception {
        Files.writeString(folder.resolve("token"), text);
        outbox.put(spot());
        clock.pass(outbox.step());
        Files.writeString(folder.resolve("token"), FakeWatcher.TOKEN);

        outbox.step();

        assertThat(watcher.answers).containsExactly(202);
        assertThat(log()).contains("token file " + folder.resolve("token") + " " + wrong);
    }

    @Test
    void triesAgainWhereTheNameIsNotKnown() throws Exception {
        addresses = List.of();
        outbox.put(spot());
        clock.pass(outbox.step());
        addresses = List.of("127.0.0.1");

        outbox.step();

        assertThat(watcher.confirmed).hasSize(1);
        assertThat(log()).contains("spot-watcher has no address");
    }

    @Test
    void doesNotInsistWhereItIsNotUnderstood() throws Exception {
        watcher.status = 400;
        outbox.put(spot());

        outbox.step();

        assertThat(outbox.isEmpty()).isTrue();
        assertThat(log()).contains("event=refused", "status 400");
    }

    @Test
    void tellsTheLastWordOfAKindAlone() throws Exception {
        outbox.put(notice("event-1", NoticeKind.MAINTENANCE, DEADLINE, false));
        outbox.put(notice("event-1", NoticeKind.MAINTENANCE, DEADLINE, true));

        outbox.step();
        outbox.step();

        assertThat(watcher.confirmed)
                .singleElement()
                .extracting(DetectedNotice::withdrawn)
                .isEqualTo(true);
    }

    @Test
    void tellsTheMostUrgentFirst() throws Exception {
        outbox.put(notice("later", NoticeKind.MAINTENANCE, DEADLINE.plusSeconds(600), false));
        outbox.put(notice("no time", NoticeKind.REBALANCE_RECOMMENDED, null, false));
        outbox.put(spot());

        for (int i = 0; i < 3; i++) {
            outbox.step();
        }

        assertThat(watcher.confirmed).extracting(DetectedNotice::rawId).containsExactly("event-1", "later", "no time");
    }

    @Test
    void asksOnUntilAllHasLeftWhereTheCloudWaitsForThat() throws Exception {
        cloud.wantsToKnow = true;
        outbox.put(spot());
        Duration wait = outbox.step();
        assertThat(wait).isEqualTo(Duration.ofSeconds(5));
        assertThat(outbox.isEmpty()).isTrue();
        watcher.status = 200;
        clock.pass(wait);

        outbox.step();
        outbox.step();

        assertThat(cloud.told).containsExactly("event-1 confirmed", "event-1 handled");
        assertThat(watcher.answers).containsExactly(202, 200);
    }
}
