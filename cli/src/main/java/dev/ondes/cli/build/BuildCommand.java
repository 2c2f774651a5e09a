package dev.ondes.cli.build;

import dev.ondes.cli.Surroundings;
import dev.ondes.cli.service.Http;
import dev.ondes.cli.service.ImageBuilderApi;
import dev.ondes.cli.service.Retry;
import dev.ondes.cli.service.Token;
import dev.ondes.contracts.build.BuildCache;
import dev.ondes.contracts.build.BuildContext;
import dev.ondes.contracts.build.BuildOutcome;
import dev.ondes.contracts.build.BuildResources;
import dev.ondes.contracts.build.BuildSpec;
import dev.ondes.contracts.build.BuilderKind;
import dev.ondes.contracts.build.GitSource;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command line of {@code ondes build}. */
@Command(
        name = "build",
        description = "Builds an image from a folder, or from git, by an image-builder, and pushes it.",
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:built",
            "1:the build failed by its Dockerfile, files or commands",
            "2:the command line or the request is not valid",
            "3:not allowed",
            "4:the platform's doing: worth another try (GitLab: retry:exit_codes)",
            "5:timed out",
            "6:canceled"
        })
public final class BuildCommand implements Callable<Integer> {
    private static final Duration SILENCE = Duration.ofSeconds(75);

    private final Surroundings around;

    @Parameters(arity = "0..1", paramLabel = "DIR", description = "the context; left out with --git")
    private @Nullable Path folder;

    @Option(
            names = {"-d", "--destination"},
            required = true,
            paramLabel = "HOST/REPO:TAG",
            description = "where to push; may be repeated")
    private List<String> destinations = new ArrayList<>();

    @Option(
            names = {"-f", "--file"},
            paramLabel = "PATH",
            description = "the Dockerfile, relative to the context (default: Dockerfile)")
    private String dockerfile = BuildSpec.DEFAULT_DOCKERFILE;

    @Option(names = "--target", description = "the stage to build")
    private @Nullable String target;

    @Option(names = "--build-arg", paramLabel = "KEY[=VALUE]", description = "without a value: the variable's")
    private List<String> buildArgs = new ArrayList<>();

    @Option(names = "--label", paramLabel = "KEY=VALUE")
    private List<String> labels = new ArrayList<>();

    @Option(names = "--platform", split = ",", description = "such as linux/arm64; may be repeated")
    private List<String> platforms = new ArrayList<>();

    @Option(
            names = "--secret",
            paramLabel = "id=NAME,src=FILE",
            description = "for RUN --mount=type=secret; or id=NAME,env=VARIABLE")
    private List<String> secrets = new ArrayList<>();

    @Option(names = "--cache", negatable = true, description = "layers of earlier builds; default: the policy's")
    private @Nullable Boolean cache;

    @Option(names = "--cache-repo", paramLabel = "HOST/REPO")
    private @Nullable String cacheRepo;

    @Option(names = "--cache-ttl", paramLabel = "TIME", description = "such as 14d")
    private @Nullable String cacheTtl;

    @Option(names = "--builder", description = "${COMPLETION-CANDIDATES}; default: the policy's")
    private @Nullable BuilderKind builder;

    @Option(names = "--cpu", paramLabel = "QUANTITY")
    private @Nullable String cpu;

    @Option(names = "--memory", paramLabel = "QUANTITY")
    private @Nullable String memory;

    @Option(names = "--disk", paramLabel = "QUANTITY", description = "context, base images and layers together")
    private @Nullable String disk;

    @Option(names = "--timeout", paramLabel = "TIME", description = "such as 20m")
    private @Nullable String timeout;

    @Option(names = "--priority", description = "among your project's builds; higher goes first")
    private int priority;

    @Option(names = "--request-key", description = "the same request, said twice with one key, is built once")
    private @Nullable String requestKey;

    @Option(
            names = "--sbom",
            description = "a list of what is in the image is put beside it; the policy may want one anyway")
    private boolean sbom;

    @Option(names = "--git", paramLabel = "URL", description = "a repository as the context")
    private @Nullable URI git;

    @Option(names = "--ref", description = "branch, tag or commit (default: HEAD)")
    private String ref = "HEAD";

    @Option(names = "--sub-folder", description = "of the repository")
    private @Nullable String subFolder;

    @Option(names = "--server", paramLabel = "URL", description = "image-builder; default: $$ONDES_BUILD_SERVER")
    private @Nullable String server;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "GitLab's id_token or a service account's; default: $$ONDES_BUILD_TOKEN")
    private @Nullable Path tokenFile;

    @Option(names = "--dotenv", paramLabel = "FILE", description = "gets IMAGE, IMAGE_DIGEST and IMAGE_TAG")
    private @Nullable Path dotenv;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "shows this")
    @SuppressWarnings("UnusedVariable") // Picocli looks at it.
    private boolean help;

    @Option(names = "--detach", description = "prints the build's id and doesn't wait")
    private boolean detached;

    public BuildCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        if ((folder == null) == (git == null)) {
            throw Readings.invalid("name either a folder or --git");
        }
        BuildOrder order = order();
        var http = new Http();
        Retry retry = Retry.usual(around.pause());
        var progress = new Progress(around.err());
        var api = new ImageBuilderApi(Readings.server(serverText()), token(), http, retry, progress::say);
        var flow = new BuildFlow(api, http, retry, SILENCE, around);
        Thread atEnd = Thread.ofPlatform().unstarted(flow::cancel);
        Runtime.getRuntime().addShutdownHook(atEnd);
        BuildOutcome outcome = flow.run(order, gitContext());
        return outcome.exitCode();
    }

    private BuildOrder order() {
        Duration limit = timeout == null ? null : Readings.duration("--timeout", timeout);
        BuildCache caching = caching();
        String key = requestKey == null ? UUID.randomUUID().toString() : requestKey;
        var arguments = Readings.pairs("--build-arg", buildArgs, around.environment());
        var labelled = Readings.pairs("--label", labels, around.environment());
        return new BuildOrder(
                folder,
                context -> new BuildSpec(
                        context,
                        dockerfile,
                        target,
                        destinations,
                        arguments,
                        labelled,
                        platforms,
                        caching,
                        builder,
                        resources(),
                        limit,
                        priority,
                        key,
                        sbom ? true : null),
                secrets.stream()
                        .map(text -> Readings.secret(text, around.environment()))
                        .toList(),
                dotenv,
                detached);
    }

    private @Nullable BuildCache caching() {
        if (cache == null && cacheRepo == null && cacheTtl == null) {
            return null;
        }
        Duration ttl = cacheTtl == null ? null : Readings.duration("--cache-ttl", cacheTtl);
        return new BuildCache(cache == null || cache, cacheRepo, ttl);
    }

    private @Nullable BuildResources resources() {
        return cpu == null && memory == null && disk == null ? null : new BuildResources(cpu, memory, disk);
    }

    private BuildContext gitContext() {
        return git == null ? BuildContext.uploaded("") : BuildContext.git(new GitSource(git, ref, subFolder));
    }

    private String serverText() {
        String text = server != null ? server : around.environment().get("ONDES_BUILD_SERVER");
        if (text == null || text.isBlank()) {
            throw Readings.invalid("name image-builder's address by --server or ONDES_BUILD_SERVER");
        }
        return text.strip();
    }

    private Token token() {
        String text = tokenFile != null
                ? Readings.content("--token-file", tokenFile)
                : around.environment().get("ONDES_BUILD_TOKEN");
        if (text == null || text.isBlank()) {
            throw Readings.invalid("there is no token: set ONDES_BUILD_TOKEN (GitLab: id_tokens) or name --token-file");
        }
        return new Token(text.strip());
    }
}
