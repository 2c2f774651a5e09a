package dev.ondes.images.builder;

import dev.ondes.contracts.build.BuildContext;
import dev.ondes.contracts.build.BuildSpec;
import dev.ondes.images.policy.Policy.Registry;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What builders are to do, for tests. */
final class Inputs {
    private Inputs() {}

    static BuilderInput plain() {
        return new BuilderInput(
                spec("Dockerfile", null, Map.of(), Map.of()),
                List.of("registry.example/acme/app:1"),
                null,
                null,
                null,
                List.of(),
                List.of(),
                false);
    }

    static BuilderInput full(List<String> secrets) {
        return new BuilderInput(
                spec(
                        "docker/app.Dockerfile",
                        "release",
                        Map.of("VERSION", "1.2 $(reboot); `x`", "EMPTY", ""),
                        Map.of("org.opencontainers.image.revision", "0a1b2c")),
                List.of("registry.example/acme/app:1", "registry.example/acme/app:latest"),
                "linux/arm64",
                "registry.example/cache/acme/app/protected",
                Duration.ofHours(48),
                secrets,
                List.of(
                        new Registry("10.0.0.9:5000", true, null),
                        new Registry("mirror.example", false, "docker.io"),
                        new Registry("proxy.example", false, "quay.io")),
                false);
    }

    private static BuildSpec spec(
            String dockerfile, String target, Map<String, String> args, Map<String, String> labels) {
        return new BuildSpec(
                BuildContext.uploaded("0".repeat(64)),
                dockerfile,
                target,
                List.of("registry.example/acme/app:1"),
                args,
                labels,
                List.of(),
                null,
                null,
                null,
                null,
                0,
                null,
                null);
    }
}
