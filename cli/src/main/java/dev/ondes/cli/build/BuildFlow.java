package dev.ondes.cli.build;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ondes.cli.CommandFailedException;
import dev.ondes.cli.Surroundings;
import dev.ondes.cli.service.Answer;
import dev.ondes.cli.service.Http;
import dev.ondes.cli.service.ImageBuilderApi;
import dev.ondes.cli.service.Retry;
import dev.ondes.context.pack.ContextPacker;
import dev.ondes.context.pack.ContextTree;
import dev.ondes.context.pack.PackedContext;
import dev.ondes.contracts.build.BuildContext;
import dev.ondes.contracts.build.BuildOutcome;
import dev.ondes.contracts.build.BuildSpec;
import dev.ondes.contracts.build.BuiltImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code ondes build} from the first file to the last line. Runs once. */
final class BuildFlow {
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);
    /** A replica may hear of a build a little later than the one that took it. */
    private static final int MOST_UNKNOWN = 10;

    private final ImageBuilderApi api;
    private final Http http;
    private final Retry retry;
    private final Duration silence;
    private final Surroundings around;
    private final Progress progress;
    private volatile @Nullable String running;

    /** @param silence how long a log may say nothing before the connection counts as lost */
    BuildFlow(ImageBuilderApi api, Http http, Retry retry, Duration silence, Surroundings around) {
        this.api = api;
        this.http = http;
        this.retry = retry;
        this.silence = silence;
        this.around = around;
        this.progress = new Progress(around.err());
    }

    BuildOutcome run(BuildOrder order, BuildContext gitContext) {
        String id = order.folder() == null
                ? taken(api.postWork("/v1/builds", body(order, gitContext)))
                : requested(order, order.folder());
        if (order.detached()) {
            around.out().println(id);
            progress.say("It goes on without us. With the same token, GET " + api.address("/v1/builds/" + id)
                    + " says how far it is, and DELETE cancels it");
            return BuildOutcome.SUCCEEDED;
        }
        running = id;
        new BuildLog(api, retry, silence, around.out()).show(id);
        BuildResult result = ended(id);
        running = null;
        return told(result, order);
    }

    /** Stops what is running, for a pipeline that was canceled. Called by another thread, at the program's end. */
    void cancel() {
        String id = running;
        if (id != null) {
            try {
                Answer answer = api.deleteOnce("/v1/builds/" + id);
                String state = answer.json().path("state").asText();
                if (!answer.isGood()) {
                    progress.say("The build " + id + " goes on: the service answered with " + answer.status() + " "
                            + answer.problem());
                } else if (BuildResult.isEnd(answer.json())) {
                    progress.say("The build " + id + " has ended already: " + state);
                } else {
                    progress.say("The build " + id + " is being canceled");
                }
            } catch (IOException e) {
                progress.say("The build " + id + " goes on: it can't be canceled: " + e.getMessage());
            }
        }
    }

    /** A request is judged before its context goes up: what is refused costs no upload, and what is there needs none. */
    private String requested(BuildOrder order, Path folder) {
        @Nullable Path archive = null;
        try {
            String dockerfile = order.spec().with(BuildContext.uploaded("")).dockerfile();
            ContextTree tree = ContextTree.of(folder, dockerfile);
            archive = Files.createTempFile("ondes-context", ".tar.gz");
            long begin = System.nanoTime();
            PackedContext packed = ContextPacker.usual().pack(tree, archive);
            progress.say(String.format(
                    Locale.ROOT,
                    "Packed %d files and folders, %s, in %.1f s",
                    packed.entries(),
                    Progress.size(packed.size()),
                    (System.nanoTime() - begin) / 1e9));
            JsonNode body = body(order, BuildContext.uploaded(packed.tarSha256()));
            Optional<JsonNode> build = api.postWorkUnless("context-missing", "/v1/builds", body);
            if (build.isPresent()) {
                progress.say("The service has this context already: nothing to upload");
                return taken(build.get());
            }
            new ContextUpload(api, http, retry, progress).upload(packed);
            return taken(api.postWork("/v1/builds", body));
        } catch (IOException e) {
            throw new CommandFailedException(BuildOutcome.INVALID, String.valueOf(e.getMessage()));
        } finally {
            delete(archive);
        }
    }

    private static void delete(@Nullable Path archive) {
        try {
            if (archive != null) {
                Files.deleteIfExists(archive);
            }
        } catch (IOException e) {
            // It is in the folder for temporary files.
        }
    }

    private static JsonNode body(BuildOrder order, BuildContext context) {
        BuildSpec spec = order.spec().with(context);
        return BuildBody.of(spec, order.secrets());
    }

    private String taken(JsonNode build) {
        String id = build.path("id").asText();
        if (id.isEmpty()) {
            throw new CommandFailedException(
                    BuildOutcome.SYSTEM_FAILED,
                    "the service took the build but gave it no id: is it of another version?");
        }
        progress.say("Build " + id + " is " + build.path("state").asText("taken"));
        return id;
    }

    private BuildResult ended(String id) {
        int unknown = 0;
        while (true) {
            Optional<JsonNode> build = api.find("/v1/builds/" + id);
            if (build.isPresent() && BuildResult.isEnd(build.get())) {
                return BuildResult.of(build.get());
            }
            unknown = build.isPresent() ? 0 : unknown + 1;
            if (unknown >= MOST_UNKNOWN) {
                // The request was fine, and what is not known can't be canceled.
                running = null;
                throw new CommandFailedException(
                        BuildOutcome.SYSTEM_FAILED, "the service does not know the build " + id + ", which it took");
            }
            // The log has ended, or can't be had; the registry may still be asked for what was pushed.
            retry.waitFor(BETWEEN_LOOKS);
        }
    }

    private BuildOutcome told(BuildResult result, BuildOrder order) {
        BuildOutcome outcome = result.reason().outcome();
        result.sboms().forEach(progress::say);
        if (outcome != BuildOutcome.SUCCEEDED) {
            throw new CommandFailedException(
                    outcome, result.sentence() + " (" + result.reason().wire() + ")");
        }
        if (result.images().isEmpty()) {
            throw new CommandFailedException(BuildOutcome.SYSTEM_FAILED, "the build succeeded, but no digest was told");
        }
        for (BuiltImage image : result.images()) {
            around.out().println(image.name() + "@" + image.digest());
        }
        if (order.dotenv() != null) {
            try {
                Dotenv.write(order.dotenv(), result.images().getFirst());
            } catch (IOException e) {
                throw new CommandFailedException(
                        BuildOutcome.INVALID, "the image is built, but " + order.dotenv() + " can't be written");
            }
        }
        return outcome;
    }
}
