package dev.ondes.playground.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ondes.playground.process.PlaygroundException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterKindTest {

    @ParameterizedTest
    @CsvSource({"real,REAL", "embedded,EMBEDDED", "k3s,K3S", "kubeconfig,KUBECONFIG", "kubeconfig=/a/b,KUBECONFIG"})
    void readsWhatTheCommandLineSays(String text, ClusterKind.Way way) {
        assertThat(ClusterKind.choose(text).way()).isEqualTo(way);
    }

    @Test
    void takesTheKubeconfigThatIsNamed() {
        assertThat(ClusterKind.choose("kubeconfig=/a/b").kubeconfig()).isEqualTo(Path.of("/a/b"));
    }

    @Test
    void refusesAnythingElseAndNamesWhatThereIs() {
        assertThatThrownBy(() -> ClusterKind.choose("minikube"))
                .isInstanceOf(PlaygroundException.class)
                .hasMessageContaining("minikube")
                .hasMessageContaining("real, embedded, k3s, kubeconfig and kubeconfig=FILE");
    }

    @Test
    void saysThatAKubeconfigIsMissing(@TempDir Path folder) {
        ClusterKind kind = ClusterKind.choose("kubeconfig=" + folder.resolve("none"));

        assertThat(kind.obstacle()).hasValueSatisfying(why -> assertThat(why).contains("none"));
        assertThatThrownBy(() -> kind.start(folder, folder, Set.of(), line -> {}))
                .isInstanceOf(PlaygroundException.class)
                .hasMessageStartingWith("--cluster kubeconfig: ");
    }
}
