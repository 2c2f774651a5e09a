package dev.ondes.images.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KanikoTest {
    private static Kaniko kaniko(Kaniko.Line line) {
        return new Kaniko("kaniko@sha256:0", line, List.of());
    }

    @Test
    void aPlainBuildOfTheFork() {
        BuilderContainer container = kaniko(Kaniko.Line.V1_28).prepare(Inputs.plain());

        assertThat(container.args())
                .containsExactly(
                        "--context=dir:///ondes/context",
                        "--dockerfile=Dockerfile",
                        "--destination=registry.example/acme/app:1",
                        "--digest-file=/dev/termination-log",
                        "--cache=false",
                        "--push-retry=3",
                        "--image-download-retry=3",
                        "--image-fs-extract-retry=2",
                        "--snapshot-mode=redo",
                        "--compressed-caching=false",
                        "--ignore-path=/product_uuid",
                        "--log-format=text",
                        "--force",
                        "--credential-helpers=");
        assertThat(container.command()).isEmpty();
        assertThat(container.env()).containsEntry("DOCKER_CONFIG", "/ondes/docker");
    }

    @Test
    void everythingThatCanBeAskedOfTheFork() {
        assertThat(kaniko(Kaniko.Line.V1_28)
                        .prepare(Inputs.full(List.of("npm")))
                        .args())
                .containsExactly(
                        "--context=dir:///ondes/context",
                        "--dockerfile=docker/app.Dockerfile",
                        "--destination=registry.example/acme/app:1",
                        "--destination=registry.example/acme/app:latest",
                        "--digest-file=/dev/termination-log",
                        "--target=release",
                        "--build-arg=EMPTY=",
                        "--build-arg=VERSION=1.2 $(reboot); `x`",
                        "--label=org.opencontainers.image.revision=0a1b2c",
                        "--custom-platform=linux/arm64",
                        "--cache=true",
                        "--cache-copy-layers=true",
                        "--cache-repo=registry.example/cache/acme/app/protected",
                        "--cache-ttl=2880m",
                        "--insecure-registry=10.0.0.9:5000",
                        "--registry-mirror=mirror.example",
                        "--registry-map=quay.io=proxy.example",
                        "--secret=id=npm,src=/ondes/secrets/npm",
                        "--push-retry=3",
                        "--image-download-retry=3",
                        "--image-fs-extract-retry=2",
                        "--snapshot-mode=redo",
                        "--compressed-caching=false",
                        "--ignore-path=/product_uuid",
                        "--log-format=text",
                        "--force",
                        "--credential-helpers=");
    }

    @ParameterizedTest
    @EnumSource
    void noLineRefusesItsArguments(Kaniko.Line line) {
        assertThat(StrictExecutor.refuses(
                        line, kaniko(line).prepare(Inputs.plain()).args()))
                .isEmpty();
        assertThat(StrictExecutor.refuses(
                        line, kaniko(line).prepare(Inputs.full(List.of())).args()))
                .isEmpty();
    }

    @Test
    void theStandInRefusesTheForksFlagsInTheOldLine() {
        List<String> args =
                kaniko(Kaniko.Line.V1_28).prepare(Inputs.full(List.of("npm"))).args();

        assertThat(StrictExecutor.refuses(Kaniko.Line.V1_24, args))
                .containsExactly("unknown flag: --secret", "unknown flag: --credential-helpers");
    }

    @Test
    void theOldLineHasNoSecretsAndSaysSo() {
        assertThatThrownBy(() -> kaniko(Kaniko.Line.V1_24).prepare(Inputs.full(List.of("npm"))))
                .isInstanceOf(UnsupportedByBuilderException.class)
                .hasMessageContaining("choose buildkit or buildah");
    }

    @Test
    void itsRightsAreThoseOfLevelBaseline() {
        var security = kaniko(Kaniko.Line.V1_28).prepare(Inputs.plain()).security();

        assertThat(security.getPrivileged()).isNull();
        assertThat(security.getAllowPrivilegeEscalation()).isFalse();
        assertThat(security.getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertThat(security.getCapabilities().getDrop()).containsExactly("ALL");
        assertThat(security.getCapabilities().getAdd())
                .isSubsetOf(
                        "AUDIT_WRITE",
                        "CHOWN",
                        "DAC_OVERRIDE",
                        "FOWNER",
                        "FSETID",
                        "KILL",
                        "MKNOD",
                        "NET_BIND_SERVICE",
                        "SETFCAP",
                        "SETGID",
                        "SETPCAP",
                        "SETUID",
                        "SYS_CHROOT");
    }
}
