package dev.ondes.spot.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.cloud.aws.AwsFault;
import dev.ondes.cloud.aws.SimulatedAutoScaling;
import dev.ondes.contracts.node.InstanceAction;
import dev.ondes.contracts.node.NodeMarks;
import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.contracts.node.Provider;
import dev.ondes.spot.node.Ledger;
import dev.ondes.spot.node.LedgerEntry;
import dev.ondes.spot.node.LedgerEntry.Step;
import dev.ondes.spot.node.LedgerJson;
import dev.ondes.spot.node.NodeFacts;
import dev.ondes.spot.node.NodeReader;
import dev.ondes.spot.sqs.InstanceHealth.Ours;
import dev.ondes.spot.sqs.aws.AwsSettings;
import dev.ondes.spot.sqs.aws.InstanceChecks;
import dev.ondes.spot.tell.Meters;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.threeten.extra.MutableClock;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

class InstanceHealthTest {
    private final SimulatedAutoScaling ec2 = SimulatedAutoScaling.open();
    private final MutableClock clock = MutableClock.of(Instant.parse("2026-03-04T10:00:00Z"), ZoneOffset.UTC);
    private final FakeNotices notices = new FakeNotices().node("i-0a");
    private final InstanceChecks checks = new InstanceChecks(new AwsSettings(
            Region.EU_WEST_1,
            StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")),
            Optional.empty(),
            Optional.empty(),
            Optional.of(ec2.url())));
    private List<Ours> nodes = List.of(new Ours("i-0a", false), new Ours("i-0b", false));
    private final InstanceHealth health = new InstanceHealth(
            () -> nodes,
            checks::impaired,
            notices,
            Duration.ofMinutes(3),
            new Meters(new SimpleMeterRegistry(), clock),
            clock);

    @AfterEach
    void close() {
        checks.close();
        ec2.close();
    }

    @Test
    void announcesOurInstanceThatFailsItsCheckForSomeTime() {
        ec2.status("i-0a", "impaired");
        ec2.status("i-0f", "impaired");
        ec2.status("i-0b", "ok");
        health.look();
        assertThat(notices.taken()).isEmpty();

        clock.add(Duration.ofMinutes(3));
        health.look();
        health.look();

        assertThat(notices.taken()).singleElement().satisfies(notice -> {
            assertThat(notice.kind()).isEqualTo(NoticeKind.INSTANCE_UNHEALTHY);
            assertThat(notice.node().machine()).isEqualTo("i-0a");
            assertThat(notice.source()).isEqualTo("ec2-status");
        });
    }

    @Test
    void takesItBackWhenTheChecksPassAgain() {
        ec2.status("i-0a", "impaired");
        health.look();
        clock.add(Duration.ofMinutes(3));
        health.look();

        ec2.status("i-0a", "ok");
        health.look();

        assertThat(notices.withdrawn()).hasSize(1);
    }

    @Test
    void takesBackWhatAnEarlierLeaderAnnouncedAndLeavesItWhereTheCheckStillFails() {
        notices.node("i-0b");
        nodes = List.of(new Ours("i-0a", true), new Ours("i-0b", true));
        ec2.status("i-0a", "impaired");
        ec2.status("i-0b", "ok");

        health.look();

        assertThat(notices.withdrawn())
                .extracting(back -> back.node().machine())
                .containsExactly("i-0b");
    }

    @Test
    void readsFromALedgerWhatWeSaidAndNotWhatOthersDid() {
        assertThat(Ours.of(node("ec2-status"))).containsExactly(new Ours("i-0a", true));
        assertThat(Ours.of(node("sqs"))).containsExactly(new Ours("i-0a", false));
    }

    private static NodeFacts node(String source) {
        var entry = new LedgerEntry(
                "id",
                NoticeKind.INSTANCE_UNHEALTHY,
                Provider.AWS,
                "i-0a",
                InstanceAction.UNKNOWN,
                Instant.EPOCH,
                null,
                List.of(source),
                Step.MARKED);
        return NodeReader.read(new NodeBuilder()
                .withNewMetadata()
                .withName("node-a")
                .addToAnnotations(NodeMarks.LEDGER, LedgerJson.write(Ledger.EMPTY.with(entry)))
                .endMetadata()
                .withNewSpec()
                .withProviderID("aws:///eu-west-1a/i-0a")
                .endSpec()
                .build());
    }

    @Test
    void anInstanceThatMendsItselfIsNoNotice() {
        ec2.status("i-0a", "impaired");
        health.look();
        ec2.status("i-0a", "ok");
        clock.add(Duration.ofMinutes(3));
        health.look();
        ec2.status("i-0a", "impaired");

        health.look();

        assertThat(notices.taken()).isEmpty();
    }

    @Test
    void anEc2ThatDoesNotAnswerChangesNothing() {
        ec2.status("i-0a", "impaired");
        health.look();
        clock.add(Duration.ofMinutes(3));
        ec2.fault(AwsFault.UNAVAILABLE);
        health.look();
        assertThat(notices.taken()).isEmpty();
        ec2.heal();

        health.look();

        assertThat(notices.taken())
                .extracting(notice -> notice.node().machine())
                .containsExactly("i-0a");
    }
}
