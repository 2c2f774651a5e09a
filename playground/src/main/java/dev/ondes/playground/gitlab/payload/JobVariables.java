package dev.ondes.playground.gitlab.payload;

import dev.ondes.playground.gitlab.ci.CiImage;
import dev.ondes.playground.gitlab.pipelines.Assignment;
import dev.ondes.playground.gitlab.pipelines.Commit;
import dev.ondes.playground.gitlab.pipelines.Dependencies;
import dev.ondes.playground.gitlab.pipelines.Job;
import dev.ondes.playground.gitlab.pipelines.Pipeline;
import dev.ondes.playground.gitlab.pipelines.Project;
import dev.ondes.playground.gitlab.pipelines.Variable;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** All variables of one job: GitLab's own first, then the file's, the instance's, the project's and the pipeline's; the last one wins. */
final class JobVariables {
    private final List<JobVariable> variables = new ArrayList<>();
    private final URI url;

    private JobVariables(URI url) {
        this.url = url;
    }

    /** In order and expanded; {@code url} is this GitLab as runners reach it. */
    static List<JobVariable> of(Job job, Assignment on, URI url, IdTokens tokens, Collection<Variable> instance) {
        var all = new JobVariables(url);
        all.server();
        all.project(job.pipeline().project());
        all.pipeline(job.pipeline());
        all.job(job, on);
        job.definition()
                .variables()
                .forEach((key, variable) ->
                        all.variables.add(new JobVariable(key, variable.value(), true, false, false, variable.raw())));
        Dependencies.of(job).forEach(other -> other.dotenv().forEach(all::reported));
        instance.forEach(all::custom);
        job.pipeline().project().variables().values().forEach(all::custom);
        job.pipeline().origin().variables().forEach(all::custom);
        List<JobVariable> expanded = VariableExpansion.expand(all.variables);
        job.definition()
                .idTokens()
                .forEach((key, audiences) -> expanded.add(JobVariable.secret(
                        key,
                        tokens.token(
                                job,
                                on,
                                audiences.stream()
                                        .map(audience -> VariableExpansion.expand(audience, all.variables))
                                        .toList()))));
        return expanded;
    }

    static String repositoryUrl(Job job, URI url) {
        return url.getScheme() + "://gitlab-ci-token:" + job.token() + "@" + url.getAuthority() + url.getPath() + "/"
                + job.pipeline().project().path() + ".git";
    }

    /** GitLab's form of a name that is safe in host names. */
    static String slug(String name) {
        String slug = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "-");
        return (slug.length() > 63 ? slug.substring(0, 63) : slug).replaceAll("^-+|-+$", "");
    }

    private void server() {
        put("CI", "true");
        put("GITLAB_CI", "true");
        put("CI_SERVER", "yes");
        put("CI_SERVER_NAME", "GitLab");
        put("CI_SERVER_URL", url.toString());
        put("CI_SERVER_HOST", url.getHost());
        put("CI_SERVER_PORT", Integer.toString(url.getPort()));
        put("CI_SERVER_PROTOCOL", url.getScheme());
        put("CI_SERVER_FQDN", url.getAuthority());
        put("CI_SERVER_VERSION", GitLabVersion.VERSION);
        put("CI_SERVER_VERSION_MAJOR", GitLabVersion.MAJOR);
        put("CI_SERVER_VERSION_MINOR", GitLabVersion.MINOR);
        put("CI_SERVER_VERSION_PATCH", "0");
        put("CI_SERVER_REVISION", GitLabVersion.REVISION);
        put("CI_API_V4_URL", url + "/api/v4");
        put("CI_API_GRAPHQL_URL", url + "/api/graphql");
        put("GITLAB_FEATURES", "");
        put("GITLAB_USER_ID", "1");
        put("GITLAB_USER_LOGIN", "root");
        put("GITLAB_USER_NAME", "Administrator");
        put("GITLAB_USER_EMAIL", "admin@example.com");
    }

    private void project(Project project) {
        put("CI_PROJECT_ID", Long.toString(project.id()));
        put("CI_PROJECT_NAME", project.name());
        put("CI_PROJECT_TITLE", project.name());
        put("CI_PROJECT_DESCRIPTION", "");
        put("CI_PROJECT_PATH", project.path());
        put("CI_PROJECT_PATH_SLUG", slug(project.path()));
        put("CI_PROJECT_NAMESPACE", project.namespace());
        put("CI_PROJECT_ROOT_NAMESPACE", project.namespace().split("/", 2)[0]);
        put("CI_PROJECT_URL", url + "/" + project.path());
        put("CI_PROJECT_VISIBILITY", project.visibleToAll() ? "public" : "private");
        put("CI_PROJECT_REPOSITORY_LANGUAGES", "");
        put("CI_DEFAULT_BRANCH", project.defaultBranch());
        put("CI_CONFIG_PATH", ".gitlab-ci.yml");
    }

    private void pipeline(Pipeline pipeline) {
        Pipeline.Origin origin = pipeline.origin();
        Commit commit = origin.commit();
        put("CI_PIPELINE_ID", Long.toString(pipeline.id()));
        put("CI_PIPELINE_IID", Long.toString(pipeline.iid()));
        put("CI_PIPELINE_URL", url + "/" + pipeline.project().path() + "/-/pipelines/" + pipeline.id());
        put("CI_PIPELINE_SOURCE", origin.source());
        put("CI_PIPELINE_CREATED_AT", time(pipeline.createdAt()));
        put("CI_PIPELINE_NAME", "");
        put("CI_COMMIT_SHA", commit.sha());
        put("CI_COMMIT_SHORT_SHA", commit.sha().substring(0, 8));
        put("CI_COMMIT_BEFORE_SHA", origin.beforeSha());
        put("CI_COMMIT_REF_NAME", origin.ref());
        put("CI_COMMIT_REF_SLUG", slug(origin.ref()));
        put(origin.tag() ? "CI_COMMIT_TAG" : "CI_COMMIT_BRANCH", origin.ref());
        put("CI_COMMIT_REF_PROTECTED", Boolean.toString(pipeline.onProtectedRef()));
        raw("CI_COMMIT_MESSAGE", commit.message());
        raw("CI_COMMIT_TITLE", commit.title());
        raw(
                "CI_COMMIT_DESCRIPTION",
                commit.message().substring(commit.title().length()).strip());
        raw("CI_COMMIT_AUTHOR", commit.authorName() + " <" + commit.authorEmail() + ">");
        put("CI_COMMIT_TIMESTAMP", time(commit.at()));
    }

    private void job(Job job, Assignment on) {
        Instant startedAt = job.state().startedAt();
        put("CI_JOB_ID", Long.toString(job.id()));
        put("CI_JOB_URL", url + "/" + job.pipeline().project().path() + "/-/jobs/" + job.id());
        variables.add(JobVariable.secret("CI_JOB_TOKEN", job.token()));
        put("CI_JOB_STARTED_AT", startedAt == null ? "" : time(startedAt));
        put("CI_JOB_TIMEOUT", Long.toString(on.timeout().toSeconds()));
        put("CI_JOB_NAME", job.definition().name());
        put("CI_JOB_NAME_SLUG", slug(job.definition().name()));
        put("CI_JOB_STAGE", job.definition().stage());
        put("CI_JOB_MANUAL", Boolean.toString(job.definition().when().wire().equals("manual")));
        put("CI_NODE_TOTAL", "1");
        CiImage image = job.definition().image();
        if (image != null) {
            put("CI_JOB_IMAGE", image.name());
        }
        variables.add(new JobVariable("CI_REPOSITORY_URL", repositoryUrl(job, url), false, false, false, false));
        put("CI_RUNNER_ID", Long.toString(on.runner().id()));
        put("CI_RUNNER_DESCRIPTION", on.runner().spec().description());
        put("CI_RUNNER_TAGS", String.join(", ", on.runner().spec().tags()));
    }

    private void reported(String key, String value) {
        variables.add(new JobVariable(key, value, false, false, false, false));
    }

    private void custom(Variable variable) {
        variables.add(new JobVariable(
                variable.key(), variable.value(), false, variable.masked(), variable.file(), variable.raw()));
    }

    private void put(String key, String value) {
        variables.add(JobVariable.open(key, value));
    }

    /** A value of the users', in which GitLab looks for no references. */
    private void raw(String key, String value) {
        variables.add(new JobVariable(key, value, true, false, false, true));
    }

    private static String time(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
