package dev.ondes.playground.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.playground.cluster.ClusterKind;
import dev.ondes.playground.cluster.Images;
import dev.ondes.playground.platform.CiJob;
import dev.ondes.playground.platform.RunnerClass;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Jobs with services: one that is reached, one that crashes, one that can't be had. */
abstract class ServicesScenario extends Scenario {
    /** Its jobs and their services have a folder in common, and a setting that Kubernetes alone knows. */
    static final RunnerClass SHARING = new RunnerClass(
                    "sharing", List.of("sharing"), 2, List.of("on-demand"), RunnerClass.SMALL)
            .withPod("{volumes: [{name: common, mountPath: /common, emptyDir: {medium: Memory, sizeLimit: 8Mi}}],"
                    + " spec: {containers: [{name: build, env: [{name: MOOD, value: calm}]}]}}");

    private final boolean mayBeSeenRunning;

    /**
     * @param mayBeSeenRunning whether nodes may look just in the moment in which a service runs that ends at once: then the
     *     job begins beside it, and may have ended before it is told
     */
    ServicesScenario(ClusterKind kind, boolean mayBeSeenRunning) {
        super(kind);
        this.mayBeSeenRunning = mayBeSeenRunning;
    }

    /** The service comes up late, and greets with what its own variable holds. */
    @Test
    void aJobTalksToItsServicesByTheirNames() throws IOException {
        // Given
        int port = freePort();

        // When
        var run =
                world().pushWithVariable("GREETING", "correct-horse-battery", """
                job:
                  tags: [linux]
                  services:
                    - name: %1$s
                      alias: greeter, greeter.test
                      entrypoint: [perl, -e]
                      command:
                        - >-
                          use IO::Socket::INET; $SIG{TERM} = sub { exit }; sleep 2;
                          my $server = IO::Socket::INET->new(Listen => 5, LocalPort => %2$d, ReuseAddr => 1) or die $!;
                          while (my $caller = $server->accept) { print $caller "$ENV{OF}: ", length($ENV{WORD}), "\\n"; close $caller }
                      variables: {HEALTHCHECK_TCP_PORT: "%2$d", OF: "greeter of $CI_JOB_NAME", WORD: $GREETING}
                  script:
                    - exec 3<>/dev/tcp/greeter/%2$d; cat <&3
                    - exec 3<>/dev/tcp/greeter.test/%2$d; cat <&3
                    - exec 3<>/dev/tcp/ondes-sample-build/%2$d; cat <&3
                """.formatted(Images.SAMPLE_BUILD, port));

        // Then
        CiJob job = world().awaitEnd(run).getFirst();
        String log = world().log(run, job);
        assertThat(job.status()).as(log).isEqualTo("success");
        assertThat(log).contains("service " + Images.SAMPLE_BUILD);
        assertThat(log.split("greeter of job: 21", -1)).hasSize(4);
        world().awaitNothingLeft();
    }

    /** As Docker in Docker hands its client certificates over. */
    @Test
    void aJobReadsWhatItsServiceLeftInAVolumeOfTheClass() {
        // When
        var run = world().push("""
                job:
                  tags: [sharing]
                  timeout: 2 minutes
                  services:
                    - name: %s
                      entrypoint: [sh, -c]
                      command: ["echo the certificate >/common/new && mv /common/new /common/ready; exec sleep 1000"]
                  script:
                    - until test -e /common/ready; do sleep 0.05; done
                    - echo "found $(cat /common/ready), and all is $MOOD"
                """.formatted(Images.SAMPLE_BUILD));

        // Then
        CiJob job = world().awaitEnd(run).getFirst();
        String log = world().log(run, job);
        assertThat(job.status()).as(log).isEqualTo("success");
        assertThat(log).contains("found the certificate, and all is calm");
        world().awaitNothingLeft();
    }

    @Test
    void aJobGoesOnWithoutAServiceThatCrashesAndSaysWhatItsLastWordsWere() {
        // When
        var run = world().push("""
                job:
                  tags: [linux]
                  services:
                    - name: %s
                      alias: db
                      entrypoint: [sh, -c]
                      command: ["echo no password is set >&2; exit 3"]
                  script: [echo the script ran]
                """.formatted(Images.SAMPLE_BUILD));

        // Then
        CiJob job = world().awaitEnd(run).getFirst();
        String log = world().log(run, job);
        assertThat(job.status()).as(log).isEqualTo("success");
        assertThat(log).contains("the script ran");
        if (!mayBeSeenRunning || log.contains("attempt 2")) {
            assertThat(log)
                    .contains("service " + Images.SAMPLE_BUILD + ": Error, exit code 3; its last words: ")
                    .contains("no password is set")
                    .contains("attempt 2 of 3 follows without it");
        }
        world().awaitNothingLeft();
    }

    /** After it has begun: the kubelet starts it anew. */
    @Test
    void aServiceThatEndsBesideTheScriptIsToldInTheJobsLog() {
        // Given
        var run = world().push("""
                job:
                  tags: [linux]
                  timeout: 2 minutes
                  services:
                    - name: %s
                      entrypoint: [sh, -c]
                      command: ["sleep 5; echo the disk is full >&2; exit 4"]
                  script: [sleep 100]
                """.formatted(Images.SAMPLE_BUILD));

        // When
        world().awaitLog(run, "job", "ended and was started anew: Error, exit code 4; its last words: ");

        // Then
        CiJob job = world().job(run, "job");
        assertThat(world().log(run, job)).contains("WARNING: Service " + Images.SAMPLE_BUILD, "the disk is full");
        world().gitlab().cancel(run.project(), job.id());
        assertThat(world().awaitEnd(run).getFirst().status()).isEqualTo("canceled");
        world().awaitNothingLeft();
    }

    @Test
    void aServiceWhoseImageIsNotThereIsNamedInTheJobsLog() {
        // When
        var run = world().push("""
                job:
                  tags: [linux]
                  services: ["nowhere.invalid/ondes/missing:1"]
                  script: [echo never]
                """);

        // Then
        CiJob job = world().awaitEnd(run).getFirst();
        String log = world().log(run, job);
        assertThat(job.status()).as(log).isEqualTo("failed");
        assertThat(log).contains("service nowhere.invalid/ondes/missing:1").doesNotContain("never");
        world().awaitNothingLeft();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
