package dev.ondes.detector.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.cloud.metadata.AwsIdentity;
import dev.ondes.cloud.metadata.AwsMachine;
import dev.ondes.cloud.metadata.AzureMachine;
import dev.ondes.cloud.metadata.Fault;
import dev.ondes.cloud.metadata.GcpMachine;
import dev.ondes.cloud.metadata.Machine;
import dev.ondes.contracts.node.Provider;
import dev.ondes.detector.TestNode;
import dev.ondes.detector.aws.AwsCloud;
import dev.ondes.detector.azure.Approve;
import dev.ondes.detector.azure.AzureCloud;
import dev.ondes.detector.gcp.GcpCloud;
import dev.ondes.detector.gcp.GcpSettings;
import dev.ondes.detector.log.Log;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Finding out where we are, against a stand-in of each cloud and of none. */
class CloudSearchIT {
    private final TestNode node = new TestNode();
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final CloudSearch search = new CloudSearch(
            List.of(
                    new GcpCloud(
                            node.endpoint(),
                            new GcpSettings(Duration.ofSeconds(30), Map.of(), Duration.ofSeconds(60)),
                            node.clock,
                            TestNode.INTERVAL),
                    new AzureCloud(node.endpoint(), Approve.NEVER, node.clock, TestNode.INTERVAL),
                    new AwsCloud(node.endpoint(), node.clock, TestNode.INTERVAL)),
            new Pace(new Random(1)),
            new Log(new PrintStream(log, true, StandardCharsets.UTF_8), node.clock, TestNode.NAME, false));

    @AfterEach
    void close() {
        node.close();
    }

    private Machine machine(Provider provider) {
        return switch (provider) {
            case AWS -> new AwsMachine(AwsIdentity.spot("i-1"), node.clock);
            case GCP -> new GcpMachine("gke-1", "e2-standard-4", "europe-west1-b");
            case AZURE -> new AzureMachine("vmss_1", "Standard_D4s_v5", "westeurope");
            case KUBERNETES -> throw new AssertionError(provider);
        };
    }

    private String log() {
        return log.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @EnumSource(value = Provider.class, names = "KUBERNETES", mode = EnumSource.Mode.EXCLUDE)
    void findsTheCloud(Provider provider) {
        node.metadata.put(TestNode.NAME, machine(provider));

        assertThat(search.look()).hasValueSatisfying(found -> {
            assertThat(found.cloud().provider()).isEqualTo(provider);
            assertThat(found.identity().provider()).isEqualTo(provider);
        });
    }

    @Test
    void saysOnceThatThereIsNoneAndAsksEverMoreRarely() {
        for (int look = 0; look < 8; look++) {
            assertThat(search.look()).isEmpty();
        }

        assertThat(log().lines()).singleElement().asString().contains("event=no-cloud", "not on gcp, azure, aws");
        assertThat(search.pause()).isGreaterThan(Duration.ofMinutes(3));
    }

    @Test
    void findsACloudThatComesLate() {
        search.look();
        node.metadata.put(TestNode.NAME, machine(Provider.AWS));

        assertThat(search.look()).isPresent();
    }

    @Test
    void asksSoonAgainWhereACloudIsHereButAils() {
        node.metadata.put(TestNode.NAME, machine(Provider.AWS)).failWith(Fault.UNAVAILABLE);

        assertThat(search.look()).isEmpty();

        assertThat(search.pause()).isLessThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(log()).contains("503").doesNotContain("no-cloud");
    }
}
