package dev.ondes.playground.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.playground.process.Tool;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("real")
class RealClusterIT extends ClusterContract {
    RealClusterIT() {
        super(ClusterKind.REAL);
    }

    /** Else pods send to an address that nobody has any more, until their cache forgets it: a minute of silence now and then. */
    @Test
    void keepsANodesHardwareAddressWhilePodsComeAndGo() {
        String before = hardwareAddresses();

        pods().awaitPhase(pods().create(pods().script("exit 0")), "Succeeded");
        pods().awaitPhase(pods().create(pods().script("exit 0")), "Succeeded");

        assertThat(before).contains("02:00:00:00:00:01");
        assertThat(hardwareAddresses()).isEqualTo(before);
    }

    /** Test classes that share a cluster have it beside others' own, in one process. */
    @Test
    void staysWhenItsOwnProgramClaimsAnother() {
        KubernetesScript another = RealCluster.claim(Path.of(System.getProperty("ondes.home")), System.out::println);

        try {
            assertThat(another.print())
                    .doesNotContainEntry("kubeconfig", cluster().kubeconfig().toString());
            assertThat(cluster().kubectl("get", "--raw", "/readyz")).isEqualTo("ok");
        } finally {
            another.must("down");
        }
    }

    private String hardwareAddresses() {
        return Tool.must(Path.of("/"), cluster().place().command(List.of("ip", "-o", "link", "show", "type", "bridge")))
                .replaceAll("(?m)^.*?: (nodes\\d+):.* link/ether ([0-9a-f:]+) .*$", "$1 $2");
    }
}
