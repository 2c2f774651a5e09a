package dev.ondes.gitlab;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ondes.gitlab.JobPayload.When;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/** {@link JobPayload} from its JSON tree, field by field: no reflection, which costs too much at the start of a pod. */
final class PayloadReader {
    private static final Duration DEFAULT_TIMEOUT = Duration.ofHours(2);
    /** What an image may say to executors, each by its name. */
    private static final Map<String, List<String>> OPTIONS =
            Map.of("docker", List.of("platform", "user"), "kubernetes", List.of("user"));

    private PayloadReader() {}

    static JobPayload read(JsonNode json) {
        var job = new JsonField(json, "");
        Secret token = new Secret(job.at("token").requiredText());
        boolean nativeSteps = !job.at("run").text().isEmpty();
        return new JobPayload(
                job.at("id").requiredNumber(),
                token,
                job.at("allow_git_fetch").flag(),
                jobInfo(job.at("job_info")),
                gitInfo(job.at("git_info")),
                runnerInfo(job.at("runner_info")),
                job.at("variables").list(PayloadReader::variable),
                steps(job.at("steps"), nativeSteps),
                job.at("hooks")
                        .list(hook -> new JobPayload.Hook(
                                hook.at("name").text(), hook.at("script").texts())),
                image(job.at("image")),
                images(job.at("services")),
                job.at("artifacts").list(PayloadReader::artifact),
                job.at("cache").list(PayloadReader::cache),
                job.at("credentials").list(PayloadReader::credential),
                dependencies(job.at("dependencies"), token),
                features(job.at("features")),
                SecretReader.read(job.at("secrets")),
                nativeSteps);
    }

    /** What is needed to fail a job whose payload can't be read; null where even that is missing. */
    static @Nullable JobCredentials credentials(JsonNode json) {
        var job = new JsonField(json, "");
        try {
            return new JobCredentials(
                    job.at("id").requiredNumber(), new Secret(job.at("token").requiredText()));
        } catch (MalformedPayloadException e) {
            return null;
        }
    }

    private static JobPayload.JobInfo jobInfo(JsonField info) {
        return new JobPayload.JobInfo(
                info.at("name").text(),
                info.at("stage").text(),
                info.at("pipeline_id").number(0),
                info.at("project_id").number(0),
                info.at("project_name").text(),
                info.at("project_full_path").text(),
                info.at("namespace_id").number(0),
                info.at("user_id").number(0),
                Duration.ofMillis(Math.round(info.at("time_in_queue_seconds").decimal() * 1000)));
    }

    private static JobPayload.GitInfo gitInfo(JsonField git) {
        return new JobPayload.GitInfo(
                new Secret(git.at("repo_url").text()),
                git.at("repo_object_format").text("sha1"),
                git.at("ref").text(),
                git.at("sha").text(),
                git.at("before_sha").text(),
                git.at("ref_type").text("branch"),
                git.at("refspecs").texts(),
                Math.clamp(git.at("depth").number(0), 0, Integer.MAX_VALUE));
    }

    private static JobPayload.RunnerLimits runnerInfo(JsonField info) {
        // A timeout of 0 was sent by some versions and never meant.
        long seconds = info.at("timeout").number(0);
        return new JobPayload.RunnerLimits(seconds > 0 ? Duration.ofSeconds(seconds) : DEFAULT_TIMEOUT);
    }

    private static JobPayload.Variable variable(JsonField variable) {
        return new JobPayload.Variable(
                variable.at("key").requiredText(),
                new Secret(variable.at("value").text()),
                variable.at("public").flag(),
                variable.at("file").flag(),
                variable.at("masked").flag(),
                variable.at("raw").flag());
    }

    private static List<JobPayload.Step> steps(JsonField steps, boolean nativeSteps) {
        List<JobPayload.Step> all = steps.list(step -> new JobPayload.Step(
                step.at("name").requiredText(),
                step.at("script").texts(),
                Duration.ofSeconds(Math.max(0, step.at("timeout").number(0))),
                when(step.at("when")),
                step.at("allow_failure").flag()));
        if (all.isEmpty() && !nativeSteps) {
            throw steps.malformed("is missing");
        }
        return all;
    }

    private static JobPayload.@Nullable Image image(JsonField image) {
        String name = image.at("name").text();
        if (name.isBlank()) {
            return null;
        }
        JsonField options = image.at("executor_opts");
        String user = options.at("kubernetes").at("user").text();
        return new JobPayload.Image(
                name,
                words(image.at("alias").text()),
                image.at("entrypoint").texts(),
                image.at("command").texts(),
                image.at("variables").list(PayloadReader::variable),
                image.at("pull_policy").texts(),
                user.isEmpty() ? null : user,
                unknown(options));
    }

    private static List<String> unknown(JsonField options) {
        var unknown = new ArrayList<String>();
        for (String executor : options.names()) {
            List<String> known = OPTIONS.get(executor);
            if (known == null) {
                unknown.add(executor);
                continue;
            }
            options.at(executor).names().stream()
                    .filter(option -> !known.contains(option))
                    .forEach(option -> unknown.add(executor + "." + option));
        }
        return List.copyOf(unknown);
    }

    private static List<JobPayload.Image> images(JsonField services) {
        return services.list(service -> {
            JobPayload.Image image = image(service);
            if (image == null) {
                throw service.at("name").malformed("is missing");
            }
            return image;
        });
    }

    /** Names separated by blanks or commas. */
    private static List<String> words(String text) {
        var words = new ArrayList<String>();
        var tokens = new StringTokenizer(text, " ,\t\r\n");
        while (tokens.hasMoreTokens()) {
            words.add(tokens.nextToken());
        }
        return List.copyOf(words);
    }

    private static JobPayload.Artifact artifact(JsonField artifact) {
        String name = artifact.at("name").text();
        String expireIn = artifact.at("expire_in").text();
        return new JobPayload.Artifact(
                name.isEmpty() ? null : name,
                artifact.at("untracked").flag(),
                artifact.at("paths").texts(),
                artifact.at("exclude").texts(),
                when(artifact.at("when")),
                expireIn.isEmpty() ? null : expireIn,
                artifact.at("artifact_type").text("archive"),
                artifact.at("artifact_format").text("zip"));
    }

    private static JobPayload.Cache cache(JsonField cache) {
        return new JobPayload.Cache(
                cache.at("key").text(),
                cache.at("untracked").flag(),
                cache.at("policy").text("pull-push"),
                cache.at("paths").texts(),
                when(cache.at("when")),
                cache.at("fallback_keys").texts());
    }

    private static JobPayload.RegistryCredential credential(JsonField credential) {
        return new JobPayload.RegistryCredential(
                credential.at("type").text(),
                credential.at("url").text(),
                credential.at("username").text(),
                new Secret(credential.at("password").text()));
    }

    private static List<JobPayload.Dependency> dependencies(JsonField dependencies, Secret jobToken) {
        return dependencies
                .list(dependency -> {
                    String token = dependency.at("token").text();
                    JsonField file = dependency.at("artifacts_file");
                    return new JobPayload.Dependency(
                            dependency.at("id").requiredNumber(),
                            dependency.at("name").text(),
                            token.isEmpty() ? jobToken : new Secret(token),
                            file.at("filename").text(),
                            file.at("size").number(0));
                })
                .stream()
                .filter(dependency -> !dependency.fileName().isEmpty())
                .toList();
    }

    private static JobPayload.Features features(JsonField features) {
        return new JobPayload.Features(
                features.at("trace_sections").flag(),
                features.at("token_mask_prefixes").texts(),
                features.at("failure_reasons").texts());
    }

    private static When when(JsonField when) {
        return switch (when.text()) {
            case "on_failure" -> When.ON_FAILURE;
            case "always" -> When.ALWAYS;
            default -> When.ON_SUCCESS;
        };
    }
}
