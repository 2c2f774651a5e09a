package dev.ondes.images.provenance;

import dev.ondes.contracts.build.BuildContext;
import dev.ondes.contracts.build.BuildSpec;
import dev.ondes.contracts.build.GitSource;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A build of a git repository, and one of an uploaded context. */
final class Facts {
    static final String CONTEXT = "c".repeat(64);

    private Facts() {}

    static BuildFacts ofGit() {
        var source = new GitSource(URI.create("https://me:hush@git.example/acme/app.git"), "main", "server");
        return facts(BuildContext.git(source), Optional.empty(), Optional.of("0a1b2c"));
    }

    static BuildFacts ofUpload() {
        return facts(BuildContext.uploaded(CONTEXT), Optional.of(CONTEXT), Optional.empty());
    }

    private static BuildFacts facts(BuildContext context, Optional<String> hash, Optional<String> commit) {
        var spec = new BuildSpec(
                context,
                "Dockerfile",
                "prod",
                List.of("registry.example/acme/app:1"),
                Map.of("VERSION", "1", "NPM_TOKEN", "hush", "https_proxy", "http://me:hush@proxy:3128"),
                Map.of("org.opencontainers.image.title", "app"),
                List.of("linux/amd64"),
                null,
                null,
                null,
                null,
                0,
                null,
                null);
        return new BuildFacts(
                "b-1",
                "acme/app",
                spec,
                hash,
                commit,
                List.of(new BuildFacts.BaseImage("docker.io/library/busybox", "sha256:" + "b".repeat(64))),
                "buildah",
                "registry.example/buildah@sha256:" + "d".repeat(64),
                Instant.parse("2026-11-28T01:00:00.123Z"),
                Instant.parse("2026-11-28T01:02:00Z"));
    }
}
