package dev.ondes.images.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ondes.contracts.build.BuildContext;
import dev.ondes.contracts.build.BuildResources;
import dev.ondes.contracts.build.BuildSpec;
import dev.ondes.contracts.build.GitSource;
import dev.ondes.images.build.Orders;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpecCheckTest {
    private static final BuildContext CONTEXT = BuildContext.uploaded("0".repeat(64));

    private static BuildSpec spec(BuildContext context, String dockerfile, Map<String, String> args) {
        return new BuildSpec(
                context,
                dockerfile,
                null,
                List.of("registry.example/app:1"),
                args,
                Map.of(),
                List.of(),
                null,
                null,
                null,
                null,
                0,
                null,
                null);
    }

    private static List<String> problems(BuildSpec spec) {
        return SpecCheck.problems(spec, Map.of());
    }

    @Test
    void nothingIsWrongWithAPlainRequest() {
        assertThat(problems(spec(CONTEXT, "docker/Dockerfile", Map.of("VERSION", "1 2; $(x)"))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "linux/amd, true",
        "amd64, true",
        "linux/arm64/v7, true",
        "windows/386, true",
        "linux/amd64, false",
        "linux/arm/v7, false",
        "linux/riscv64, false",
        "windows/amd64, false"
    })
    void aPlatformThatNobodyKnowsIsRefusedAtOnce(String platform, boolean refused) {
        List<String> problems = problems(Orders.spec(0, List.of(platform), "registry.example/app:1"));

        assertThat(problems)
                .isEqualTo(
                        refused
                                ? List.of(
                                        "platforms must be ones that are known, such as linux/amd64 or linux/arm64, not '"
                                                + platform + "'")
                                : List.of());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc/passwd",
                "../Dockerfile",
                "a/../../b",
                "https://evil.example/x",
                "--context=x",
                "a\\b",
                "a//b",
                "a\nb",
                " "
            })
    void aDockerfileIsInsideTheContext(String dockerfile) {
        assertThat(problems(spec(CONTEXT, dockerfile, Map.of())))
                .singleElement()
                .asString()
                .startsWith("dockerfile must be a path inside the context");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http_proxy",
                "HTTPS_PROXY",
                "LD_PRELOAD",
                "BASH_ENV",
                "NODE_OPTIONS",
                "PATH",
                "BUILDKIT_SYNTAX",
                "A B",
                "1A",
                "A=B"
            })
    void buildArgsThatHijackAreRefused(String name) {
        assertThat(problems(spec(CONTEXT, "Dockerfile", Map.of(name, "x")))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "http://gitlab.example/a.git, main, a",
        "https://user:token@gitlab.example/a.git, main, a",
        "file:///etc, main, a",
        "https://gitlab.example/a.git, --upload-pack=x, a",
        "https://gitlab.example/a.git, a..b, a",
        "https://gitlab.example/a.git, main, ../a",
        "https://gitlab.example/a.git, main, /a"
    })
    void aGitSourceIsPlain(URI url, String ref, String folder) {
        assertThat(problems(spec(BuildContext.git(new GitSource(url, ref, folder)), "Dockerfile", Map.of())))
                .hasSize(1);
    }

    @Test
    void aContextIsOneOfTwo() {
        var git = new GitSource(URI.create("https://gitlab.example/a.git"), "main", null);

        assertThat(problems(spec(new BuildContext(null, null), "Dockerfile", Map.of())))
                .hasSize(1);
        assertThat(problems(spec(new BuildContext("0".repeat(64), git), "Dockerfile", Map.of())))
                .hasSize(1);
        assertThat(problems(spec(BuildContext.uploaded("0A".repeat(32)), "Dockerfile", Map.of())))
                .hasSize(1);
    }

    @Test
    void allThatIsWrongIsToldAtOnce() {
        var spec = new BuildSpec(
                CONTEXT,
                "Dockerfile",
                "no stage!",
                List.of(),
                Map.of(),
                Map.of("bad key", "x"),
                List.of("linux", "linux/amd64", "linux/amd64"),
                null,
                null,
                new BuildResources("lots", "0", null),
                Duration.ofSeconds(1),
                0,
                "has blank",
                null);

        assertThat(SpecCheck.problems(spec, Map.of("a/b", "x"))).hasSize(10);
    }

    @Test
    void aRequestThatNoAnnotationHoldsIsRefused() {
        assertThat(problems(spec(
                        CONTEXT,
                        "Dockerfile",
                        Map.of(
                                "A",
                                "x".repeat(16_000),
                                "B",
                                "x".repeat(16_000),
                                "C",
                                "x".repeat(16_000),
                                "D",
                                "x".repeat(16_000),
                                "E",
                                "x".repeat(16_000),
                                "F",
                                "x".repeat(16_000),
                                "G",
                                "x".repeat(16_000)))))
                .containsExactly("the request is larger than 96 KiB");
    }

    /** An object of Kubernetes has room for 256 KiB of annotations; a request that passed must find room there. */
    @Test
    void secretsCountForTheSizeOfARequest() {
        Map<String, String> secrets = new TreeMap<>();
        for (int number = 0; number < 9; number++) {
            secrets.put("s" + number, "x".repeat(16 * 1024));
        }
        BuildSpec spec = spec(CONTEXT, "Dockerfile", Map.of());

        assertThat(SpecCheck.problems(spec, secrets)).singleElement().asString().contains("larger than 176 KiB");
        secrets.remove("s8");
        assertThat(SpecCheck.problems(spec, secrets)).isEmpty();
    }
}
