package dev.ondes.agent;

import dev.ondes.agent.artifacts.Downloads;
import dev.ondes.agent.cache.Caches;
import dev.ondes.agent.end.JobEnd;
import dev.ondes.agent.orders.Orders;
import dev.ondes.agent.process.Child;
import dev.ondes.agent.script.Phase;
import dev.ondes.agent.script.ScriptFiles;
import dev.ondes.agent.secrets.JobSecrets;
import dev.ondes.agent.secrets.SecretRefusedException;
import dev.ondes.agent.sources.GitHome;
import dev.ondes.agent.sources.Sources;
import dev.ondes.agent.trace.JobLog;
import dev.ondes.agent.tries.PassingTroubleException;
import dev.ondes.agent.tries.Tries;
import dev.ondes.agent.variables.FileVariables;
import dev.ondes.agent.variables.RunnerVariables;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.pod.AgentJob;
import dev.ondes.contracts.pod.PodLayout;
import dev.ondes.gitlab.GitLabClient;
import dev.ondes.gitlab.JobPayload;
import dev.ondes.gitlab.JobVariables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * All that must be there before the script may begin: secrets, variables, sources, caches, artifacts of earlier jobs, the script itself. Runs
 * while the build container's image is still being pulled.
 */
final class Preparation {
    private final AgentSettings settings;
    private final Path scratch;
    private final AgentJob job;
    private final JobPayload payload;
    private JobVariables variables;
    private final Caches caches;
    private final GitLabClient gitlab;
    private final JobLog log;
    private final Orders orders;
    private final Tries tries;
    private final Child child;
    private final ScriptFiles scripts;

    Preparation(
            AgentSettings settings,
            Path scratch,
            AgentJob job,
            JobPayload payload,
            JobVariables variables,
            Caches caches,
            GitLabClient gitlab,
            JobLog log,
            Orders orders) {
        this.settings = settings;
        this.scratch = scratch;
        this.job = job;
        this.payload = payload;
        this.variables = variables;
        this.caches = caches;
        this.gitlab = gitlab;
        this.log = log;
        this.orders = orders;
        this.tries = new Tries(
                settings.tempo().patience(), orders, orders::checkWhilePreparing, log, ThreadLocalRandom.current());
        this.child = new Child(orders, orders::checkWhilePreparing);
        this.scripts = new ScriptFiles(settings.shared(), variables);
    }

    /** Returns the job's variables, with those of its secrets. */
    JobVariables run(List<Phase> phases) throws IOException, PreparationFailedException {
        refuseWhatWeCannotDo();
        RunnerVariables.check(variables);
        if (!payload.secrets().isEmpty()) {
            secrets();
        }
        FileVariables.write(Path.of(variables.get("RUNNER_TEMP_PROJECT_DIR", "")), variables.files());
        Collection<String> addresses = Sources.addresses(payload, job.gitlabUrl());
        String ca = variables.get(RunnerVariables.TLS_CA_FILE);
        scripts.writeVariables(variables, GitHome.forScripts(addresses, ca));
        GitHome.writeForScripts(scriptConfig(), addresses, ca);
        scripts.writePhases(phases);
        sources();
        caches.restore(tries);
        artifacts();
        orders.checkWhilePreparing();
        return variables;
    }

    /** A job that would silently lack something is worse than one that fails. */
    private void refuseWhatWeCannotDo() throws PreparationFailedException {
        if (payload.nativeSteps()) {
            throw failed(EndReason.SETTINGS_INVALID, "the keyword run is not supported");
        }
    }

    /** In both containers under the same path. */
    private Path scriptConfig() {
        return settings.shared().resolve("git.config");
    }

    private void secrets() throws PreparationFailedException {
        try {
            variables = new JobSecrets(variables, settings.secretsAuthorities(), log, orders, tries)
                    .fetch(payload.secrets());
        } catch (PassingTroubleException e) {
            throw elsewhere(EndReason.SECRETS_FAILED, e.getMessage());
        } catch (SecretRefusedException e) {
            throw failed(EndReason.SECRETS_REFUSED, e.getMessage());
        } catch (IOException e) {
            throw failed(EndReason.SECRETS_FAILED, e.getMessage());
        }
        log.obey(Secrets.of(job, payload, variables));
        RunnerVariables.check(variables);
    }

    private void sources() throws IOException, PreparationFailedException {
        log.sectionStart("get_sources", "Getting source from Git repository");
        hook("pre_get_sources_script");
        try {
            Sources.of(
                            payload,
                            variables,
                            job.gitlabUrl(),
                            settings.gitlabCa(),
                            scratch.resolve("git"),
                            scriptConfig(),
                            child,
                            log,
                            tries)
                    .fetch();
        } catch (PassingTroubleException e) {
            throw elsewhere(EndReason.SOURCES_FAILED, e.getMessage());
        } catch (IOException e) {
            throw failed(EndReason.SOURCES_FAILED, e.getMessage());
        }
        hook("post_get_sources_script");
        log.sectionEnd("get_sources");
    }

    private void hook(String name) throws IOException, PreparationFailedException {
        for (JobPayload.Hook hook : payload.hooks()) {
            if (hook.name().equals(name) && !hook.script().isEmpty()) {
                Path script = scripts.writeHook(name, hook.script());
                Files.createDirectories(Path.of(variables.get("CI_PROJECT_DIR", "/")));
                int code = child.run(
                        List.of("sh", script.toString()),
                        null,
                        Map.of(PodLayout.DIR_VARIABLE, settings.shared().toString(), "CI_JOB_STATUS", "running"),
                        log.lines());
                if (code != 0) {
                    throw new PreparationFailedException(new JobEnd(EndReason.SCRIPT_FAILED, code, name), false);
                }
            }
        }
    }

    private void artifacts() throws PreparationFailedException {
        if (payload.dependencies().isEmpty()) {
            return;
        }
        log.sectionStart("download_artifacts", "Downloading artifacts");
        try {
            Path project = Path.of(variables.get("CI_PROJECT_DIR", "/"));
            new Downloads(gitlab, project, scratch, log, orders, tries).fetch(payload.dependencies());
        } catch (PassingTroubleException e) {
            throw elsewhere(EndReason.ARTIFACTS_DOWNLOAD_FAILED, e.getMessage());
        } catch (IOException e) {
            throw failed(EndReason.ARTIFACTS_DOWNLOAD_FAILED, e.getMessage());
        }
        log.sectionEnd("download_artifacts");
    }

    private static PreparationFailedException failed(EndReason reason, @Nullable String detail) {
        return new PreparationFailedException(JobEnd.of(reason, detail), false);
    }

    private static PreparationFailedException elsewhere(EndReason reason, @Nullable String detail) {
        return new PreparationFailedException(JobEnd.of(reason, detail), true);
    }
}
