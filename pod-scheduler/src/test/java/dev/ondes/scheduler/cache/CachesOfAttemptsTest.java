package dev.ondes.scheduler.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.pod.AgentJob;
import dev.ondes.contracts.pod.AgentJson;
import dev.ondes.contracts.pod.CacheAccess;
import dev.ondes.contracts.pod.PodLayout;
import dev.ondes.scheduler.world.SimulatedAgent;
import dev.ondes.scheduler.world.World;
import java.net.URI;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What reaches the agents of a job's attempts. */
class CachesOfAttemptsTest {
    private static final String FIRST = "ondes-small-4711-1";
    private static final String SECOND = "ondes-small-4711-2";

    private final World world = new World();
    private int signed;

    private List<CacheAccess> sign(String jobClass) {
        var url = URI.create("https://s3.test/" + jobClass + "?X-Amz-Signature=" + ++signed);
        return List.of(new CacheAccess.Granted("jars", List.of(), url, Instant.EPOCH));
    }

    private AgentJob told(String pod) {
        String json = world.cluster.secret(pod).orElseThrow().getData().get(PodLayout.JOB_KEY);
        return AgentJson.readJob(Base64.getDecoder().decode(json));
    }

    private static URI save(AgentJob job) {
        return ((CacheAccess.Granted) job.caches().getFirst()).save();
    }

    @Test
    void eachAttemptGetsRequestsThatWereSignedForItAndThePodItselfShowsNone() {
        // Given
        world.caches = (jobClass, _, _, _) -> sign(jobClass);
        World.Scheduler scheduler = world.scheduler();
        scheduler.take(World.job());
        URI first = save(told(FIRST));
        int signedForFirst = signed;
        var agent = new SimulatedAgent(world, FIRST);
        agent.schedule("node-1");
        agent.prepare();
        agent.loseNode();

        // When
        scheduler.turn();

        // Then
        assertThat(signedForFirst).isEqualTo(1);
        assertThat(first).asString().startsWith("https://s3.test/small?");
        assertThat(save(told(SECOND)))
                .asString()
                .startsWith("https://s3.test/small?")
                .isNotEqualTo(first.toString());
        assertThat(world.cluster.pod(SECOND).orElseThrow().toString()).doesNotContain("X-Amz", "s3.test");
        assertThat(world.events.toString()).doesNotContain("X-Amz");
    }

    @Test
    void whatTheRequestsTakeCountsToWhatFitsIntoTheSecret() {
        URI tooLong = URI.create("https://s3.test/?" + "x".repeat(1_000_000));
        world.caches = (_, _, _, _) -> List.of(new CacheAccess.Granted("jars", List.of(), tooLong, Instant.EPOCH));

        world.scheduler().take(World.job());

        assertThat(world.cluster.isEmpty()).isTrue();
        assertThat(world.gitlab.log()).contains(EndReason.PAYLOAD_TOO_LARGE.sentence());
    }
}
