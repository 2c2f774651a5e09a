package dev.ondes.detector.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ondes.contracts.node.Provider;
import dev.ondes.detector.azure.Approve;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsReaderTest {
    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void minimal() throws IOException {
        environment.put("ONDES_NODE", "node-1");
        environment.put("ONDES_DETECTOR_WATCHER_URL", "http://spot-watcher:8080");
        environment.put(
                "ONDES_DETECTOR_TOKEN_FILE",
                Files.writeString(folder.resolve("token"), "x").toString());
        environment.put("PATH", "/bin");
    }

    private Settings read(String... arguments) {
        return SettingsReader.read(arguments, environment);
    }

    @Test
    void needsThreeSettingsAlone() {
        Settings settings = read();

        assertThat(settings.node()).isEqualTo("node-1");
        assertThat(settings.watcher()).hasToString("http://spot-watcher:8080");
        assertThat(settings.clouds()).containsExactly(Provider.GCP, Provider.AZURE, Provider.AWS);
        assertThat(settings.metadata()).hasToString("http://169.254.169.254:80");
        assertThat(settings.interval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.approve()).isEqualTo(Approve.HANDLED);
        assertThat(settings.listen()).isEqualTo(new InetSocketAddress(9808));
        assertThat(settings.jsonLog()).isFalse();
    }

    @Test
    void takesAFlagBeforeAVariable() {
        environment.put("ONDES_DETECTOR_INTERVAL", "2s");

        Settings settings =
                read("--interval=500ms", "--cloud", "aws", "--metadata", "ipv6", "--log=json", "--listen=off");

        assertThat(settings.interval()).isEqualTo(Duration.ofMillis(500));
        assertThat(settings.clouds()).containsExactly(Provider.AWS);
        assertThat(settings.metadata()).hasToString("http://[fd00:ec2::254]:80");
        assertThat(settings.jsonLog()).isTrue();
        assertThat(settings.listen()).isNull();
    }

    @Test
    void takesANoticeForEachNodePool() {
        Settings settings = read("--gcp-notice=25s, ci-spot=2m,gpu=PT90S");

        assertThat(settings.gcp().notice()).isEqualTo(Duration.ofSeconds(25));
        assertThat(settings.gcp().pools())
                .isEqualTo(Map.of("ci-spot", Duration.ofMinutes(2), "gpu", Duration.ofSeconds(90)));
    }

    @ParameterizedTest
    @CsvSource({
        "--watcher-url=spot-watcher, --watcher-url (ONDES_DETECTOR_WATCHER_URL) must begin with http",
        "--watcher-url, --watcher-url (ONDES_DETECTOR_WATCHER_URL) has no value",
        "--token-file=/no/such, can't be read: /no/such",
        "--cloud=acme, --cloud (ONDES_DETECTOR_CLOUD) must be auto",
        "--interval=10ms, must be 100ms or more",
        "--interval=soon, 'must be a time such as 500ms, 30s or 2m: soon'",
        "--gcp-notice=pool=x, --gcp-notice",
        "--azure-approve=always, 'must be one of never, handled, confirmed: always'",
        "--listen=9808, 'must be host:port, :port or off: 9808'",
        "--listen=:99999, --listen",
        "--log=xml, 'must be one of text, json: xml'",
        "--metadata=ftp://x, --metadata",
        "--watcher=x, --watcher is no setting"
    })
    void stopsTheStartWithTheKeyAndTheFix(String flag, String words) {
        assertThatThrownBy(() -> read(flag))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(words);
    }

    @Test
    void stopsTheStartWhereAVariableIsMistyped() {
        environment.put("ONDES_DETECTOR_INTERVALL", "1s");

        assertThatThrownBy(this::read)
                .hasMessageContaining("ONDES_DETECTOR_INTERVALL is no setting")
                .hasMessageContaining("--interval");
    }

    @Test
    void stopsTheStartWithoutANode() {
        environment.remove("ONDES_NODE");

        assertThatThrownBy(this::read).hasMessageContaining("--node (ONDES_DETECTOR_NODE) is missing");
    }
}
