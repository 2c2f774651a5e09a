package dev.ondes.spot.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.cloud.aws.AwsFault;
import dev.ondes.cloud.aws.SimulatedAutoScaling;
import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.spot.notice.Notice;
import dev.ondes.spot.sqs.aws.AwsSettings;
import dev.ondes.spot.sqs.aws.InstanceChecks;
import dev.ondes.spot.tell.Meters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

class InstanceHealthTest {
    private final SimulatedAutoScaling ec2 = SimulatedAutoScaling.open();
    private final TestClock clock = new TestClock(Instant.parse("2026-03-04T10:00:00Z"));
    private final FakeNotices notices = new FakeNotices().node("i-0a");
    private final InstanceChecks checks = new InstanceChecks(new AwsSettings(
            Region.EU_WEST_1,
            StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")),
            Optional.empty(),
            Optional.empty(),
            Optional.of(ec2.url())));
    private final InstanceHealth health = new InstanceHealth(
            () -> List.of("i-0a", "i-0b"),
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

        clock.advance(Duration.ofMinutes(3));
        health.look();
        health.look();

        assertThat(notices.taken()).singleElement().satisfies(notice -> {
            assertThat(notice.kind()).isEqualTo(NoticeKind.INSTANCE_UNHEALTHY);
            assertThat(notice.instanceId()).isEqualTo("i-0a");
            assertThat(notice.source()).isEqualTo("ec2-status");
        });
    }

    @Test
    void takesItBackWhenTheChecksPassAgain() {
        ec2.status("i-0a", "impaired");
        health.look();
        clock.advance(Duration.ofMinutes(3));
        health.look();

        ec2.status("i-0a", "ok");
        health.look();

        assertThat(notices.withdrawn()).hasSize(1);
    }

    @Test
    void anInstanceThatMendsItselfIsNoNotice() {
        ec2.status("i-0a", "impaired");
        health.look();
        ec2.status("i-0a", "ok");
        clock.advance(Duration.ofMinutes(3));
        health.look();
        ec2.status("i-0a", "impaired");

        health.look();

        assertThat(notices.taken()).isEmpty();
    }

    @Test
    void anEc2ThatDoesNotAnswerChangesNothing() {
        ec2.status("i-0a", "impaired");
        health.look();
        clock.advance(Duration.ofMinutes(3));
        ec2.fault(AwsFault.UNAVAILABLE);
        health.look();
        assertThat(notices.taken()).isEmpty();
        ec2.heal();

        health.look();

        assertThat(notices.taken()).extracting(Notice::instanceId).containsExactly("i-0a");
    }
}
