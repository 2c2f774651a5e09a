package dev.ondes.playground.gitlab.api;

import dev.ondes.playground.gitlab.ci.CiFile;
import dev.ondes.playground.gitlab.git.Pushes;
import dev.ondes.playground.gitlab.http.HttpError;
import dev.ondes.playground.gitlab.pipelines.Commit;
import dev.ondes.playground.gitlab.pipelines.Pipeline;
import dev.ondes.playground.gitlab.pipelines.Project;
import dev.ondes.playground.gitlab.pipelines.Variable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What makes pipelines: a push of a branch or tag, and a request. */
public final class Triggers implements Pushes {
    /**
     * A commit that was made here.
     *
     * @param pipeline null where the commit has no CI file
     */
    public record Pushed(String sha, @Nullable Long pipeline) {}

    private static final String HEADS = "refs/heads/";
    private static final String TAGS = "refs/tags/";
    private static final String NONE = "0".repeat(40);

    private final Parts parts;

    public Triggers(Parts parts) {
        this.parts = parts;
    }

    @Override
    public List<String> pushed(Project project, String ref, String before, String after) {
        Optional<Commit> commit = parts.repositories().commit(project.id(), after);
        if (commit.isEmpty()) {
            return List.of();
        }
        boolean tag = ref.startsWith(TAGS);
        var origin = new Pipeline.Origin(
                ref.substring((tag ? TAGS : HEADS).length()), tag, before, commit.get(), "push", List.of());
        return create(project, origin).map(this::describe).orElse(List.of());
    }

    private List<String> describe(Pipeline pipeline) {
        String address = parts.url() + "/" + pipeline.project().path() + "/-/pipelines/" + pipeline.id();
        return pipeline.yamlErrors() == null
                ? List.of("", "Pipeline #" + pipeline.id() + ":", "  " + address, "")
                : List.of("", "Pipeline #" + pipeline.id() + " failed: " + pipeline.yamlErrors(), "  " + address, "");
    }

    /** {@code POST /projects/:id/pipeline}. */
    Pipeline requested(Project project, String ref, List<Variable> variables) {
        String branch = ref.startsWith(HEADS) ? ref.substring(HEADS.length()) : ref;
        Optional<Commit> ofBranch = parts.repositories().commit(project.id(), HEADS + branch);
        Optional<Commit> ofTag = parts.repositories().commit(project.id(), TAGS + branch);
        Commit commit = ofBranch.or(() -> ofTag)
                .orElseThrow(() -> HttpError.message(400, "{\"base\":[\"Reference not found\"]}"));
        var origin = new Pipeline.Origin(branch, ofBranch.isEmpty(), NONE, commit, "api", variables);
        return create(project, origin)
                .orElseThrow(() -> HttpError.message(400, "{\"base\":[\"Missing CI config file\"]}"));
    }

    /** A push without git. */
    public Pushed commit(Project project, String branch, String message, Map<String, String> files) throws IOException {
        String before = parts.repositories()
                .commit(project.id(), HEADS + branch)
                .map(Commit::sha)
                .orElse(NONE);
        String sha = parts.repositories()
                .commit(project.id(), branch, message, files, parts.state().now());
        Commit commit = parts.repositories().commit(project.id(), sha).orElseThrow();
        var origin = new Pipeline.Origin(branch, false, before, commit, "push", List.of());
        return new Pushed(sha, create(project, origin).map(Pipeline::id).orElse(null));
    }

    /** Empty where the commit has no CI file. The ref is there before anybody can get a job. */
    private Optional<Pipeline> create(Project project, Pipeline.Origin origin) {
        String sha = origin.commit().sha();
        return parts.repositories()
                .file(project.id(), sha, CiFile.NAME)
                .map(file -> parts.state().locked(() -> {
                    Pipeline pipeline = parts.flow()
                            .create(
                                    project,
                                    origin,
                                    file,
                                    path -> parts.repositories().contentId(project.id(), sha, path));
                    parts.repositories().keep(project.id(), pipeline.id(), sha);
                    return pipeline;
                }));
    }
}
