package dev.ondes.images.builder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OtherBuildersTest {
    @Test
    void everythingThatCanBeAskedOfBuildKit() {
        BuilderContainer container = new BuildKit("buildkit@sha256:0").prepare(Inputs.full(List.of("npm")));

        assertThat(container.command()).startsWith("/bin/sh", "-c").endsWith("buildkit");
        assertThat(container.args())
                .containsExactly(
                        "build",
                        "--progress=plain",
                        "--frontend=dockerfile.v0",
                        "--local=context=/ondes/context",
                        "--local=dockerfile=/ondes/context/docker",
                        "--opt=filename=app.Dockerfile",
                        "--opt=target=release",
                        "--opt=build-arg:EMPTY=",
                        "--opt=build-arg:VERSION=1.2 $(reboot); `x`",
                        "--opt=label:org.opencontainers.image.revision=0a1b2c",
                        "--opt=platform=linux/arm64",
                        "--import-cache=type=registry,ref=registry.example/cache/acme/app/protected",
                        "--export-cache=type=registry,mode=max,ignore-error=true,"
                                + "ref=registry.example/cache/acme/app/protected",
                        "--secret=id=npm,src=/ondes/secrets/npm",
                        "--metadata-file=/ondes/out/metadata.json",
                        "--output=type=image,\"name=registry.example/acme/app:1,registry.example/acme/app:latest\",push=true");
        assertThat(container.files().get("buildkitd.toml")).isEqualTo("""
            [registry."10.0.0.9:5000"]
              http = true
            [registry."docker.io"]
              mirrors = ["mirror.example"]
            [registry."quay.io"]
              mirrors = ["proxy.example"]
            """);
        assertThat(container.security().getRunAsUser()).isEqualTo(1000);
    }

    @Test
    void everythingThatCanBeAskedOfBuildah() {
        BuilderContainer container = new Buildah("buildah@sha256:0", true).prepare(Inputs.full(List.of("npm")));

        assertThat(container.args())
                .containsExactly(
                        "build",
                        "--file=/ondes/context/docker/app.Dockerfile",
                        "--cap-drop=CAP_AUDIT_WRITE,CAP_NET_BIND_SERVICE,CAP_NET_RAW",
                        "--tag=registry.example/acme/app:1",
                        "--tag=registry.example/acme/app:latest",
                        "--target=release",
                        "--build-arg=EMPTY=",
                        "--build-arg=VERSION=1.2 $(reboot); `x`",
                        "--label=org.opencontainers.image.revision=0a1b2c",
                        "--platform=linux/arm64",
                        "--layers",
                        "--cache-from=registry.example/cache/acme/app/protected",
                        "--cache-to=registry.example/cache/acme/app/protected",
                        "--cache-ttl=2880m",
                        "--secret=id=npm,src=/ondes/secrets/npm",
                        "/ondes/context");
        assertThat(container.env())
                .containsEntry("ONDES_DESTINATIONS", "registry.example/acme/app:1\nregistry.example/acme/app:latest");
        assertThat(container.files().get("registries.conf"))
                .startsWith("unqualified-search-registries = [\"docker.io\"]\n")
                .contains("[[registry]]\nlocation = \"10.0.0.9:5000\"\ninsecure = true\n");
    }

    @Test
    void noValueOfARequestIsPartOfAScript() {
        for (Builder builder : List.of(new BuildKit("b"), new Buildah("b", true))) {
            assertThat(builder.prepare(Inputs.full(List.of())).command())
                    .isEqualTo(builder.prepare(Inputs.plain()).command());
        }
    }

    @Test
    void whereTheRuntimeLetsContainersMountBuildahNeedsLess() {
        var security = new Buildah("b", false).prepare(Inputs.plain()).security();

        assertThat(security.getCapabilities().getAdd()).doesNotContain("SYS_ADMIN");
        assertThat(security.getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
    }
}
