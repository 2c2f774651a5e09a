package dev.ondes.agent;

import dev.ondes.agent.artifacts.Uploads;
import dev.ondes.agent.cache.Caches;
import dev.ondes.agent.end.FinalReport;
import dev.ondes.agent.end.JobEnd;
import dev.ondes.agent.orders.Order;
import dev.ondes.agent.orders.Orders;
import dev.ondes.agent.orders.StoppedException;
import dev.ondes.agent.script.NoticeFile;
import dev.ondes.agent.script.Phase;
import dev.ondes.agent.script.ScriptEnd;
import dev.ondes.agent.script.ScriptRun;
import dev.ondes.agent.script.ServiceNotes;
import dev.ondes.agent.script.StopCause;
import dev.ondes.agent.script.TimeLimits;
import dev.ondes.agent.services.Services;
import dev.ondes.agent.trace.JobLog;
import dev.ondes.agent.trace.LogForm;
import dev.ondes.agent.trace.TraceFile;
import dev.ondes.agent.trace.TraceSender;
import dev.ondes.agent.trace.Transfer;
import dev.ondes.agent.tries.Tries;
import dev.ondes.agent.variables.RunnerVariables;
import dev.ondes.agent.variables.UnusableVariableException;
import dev.ondes.contracts.job.EndReason;
import dev.ondes.contracts.job.MemoryHint;
import dev.ondes.contracts.pod.AgentJob;
import dev.ondes.contracts.pod.AgentReport;
import dev.ondes.contracts.pod.PodLayout;
import dev.ondes.gitlab.GitLabClient;
import dev.ondes.gitlab.JobPayload;
import dev.ondes.gitlab.JobVariables;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One attempt of a job that GitLab wants to run; reads top to bottom as what happens: prepare, open the gate within the
 * fence, follow the script, upload, end.
 */
final class Attempt {
    private static final Duration AS_LONG_AS_IT_TAKES = Duration.ofDays(30);

    private final AgentSettings settings;
    private final Path scratch;
    private final AgentJob job;
    private final JobPayload payload;
    private final GitLabClient gitlab;
    private final TraceFile file;
    private final Reports reports;
    private final Orders orders;
    private final AgentLog operators;
    private final Clock clock;
    private JobVariables variables;
    private final Transfer transfer;
    private final TraceSender sender;
    private final JobLog log;
    private final Services services;
    private final Caches caches;
    private final String version = Version.read();

    Attempt(
            AgentSettings settings,
            Path scratch,
            AgentJob job,
            JobPayload payload,
            GitLabClient gitlab,
            TraceFile file,
            Reports reports,
            Orders orders,
            AgentLog operators,
            Clock clock) {
        this.settings = settings;
        this.scratch = scratch;
        this.job = job;
        this.payload = payload;
        this.gitlab = gitlab;
        this.file = file;
        this.reports = reports;
        this.orders = orders;
        this.operators = operators;
        this.clock = clock;
        variables = RunnerVariables.of(job, payload, settings.builds(), version, settings.gitlabCa());
        boolean debug = variables.flag("CI_DEBUG_TRACE", false);
        transfer = new Transfer(file, job.logOffset(), settings.tempo().trace(), orders);
        sender = new TraceSender(gitlab, payload.jobCredentials(), transfer, debug, orders, troubles());
        var form = new LogForm(
                payload.features().traceSections(),
                variables.flag("FF_TIMESTAMPS", true),
                LogForm.limit(job.variables().get(LogForm.LIMIT_VARIABLE)));
        log = new JobLog(file, job.logOffset(), Secrets.of(job, payload, variables), form, clock, transfer::grown);
        services = new Services(payload, variables, log, orders, clock);
        caches = new Caches(
                payload.cache(),
                job.caches(),
                variables,
                scratch,
                () -> settings.authorities().tls(),
                log,
                orders,
                clock);
    }

    private TraceSender.Troubles troubles() {
        return new TraceSender.Troubles() {
            @Override
            public void away(String why) {
                operators.say("gitlab-away", why);
            }

            @Override
            public void broken(Throwable problem) {
                operators.say("broken", Problems.where(problem));
            }
        };
    }

    Transfer transfer() {
        return transfer;
    }

    /** @throws StoppedException when the pod went away before the script could begin */
    AgentReport run() throws IOException {
        Thread.ofVirtual().name("trace").start(sender);
        try {
            greet();
            return finish(over(work()));
        } catch (PreparationFailedException e) {
            return e.elsewhere() ? leave(over(e.end())) : finish(over(e.end()));
        } catch (StoppedException e) {
            if (e.order() == Order.STOP) {
                return gone();
            }
            throw e;
        } finally {
            transfer.finish();
        }
    }

    private void greet() {
        log.line("Running with Ondes " + version + " on " + settings.node() + ", pod " + settings.pod());
        log.line("  class " + job.jobClass() + ", image " + job.image() + ", attempt " + job.attempt());
        job.notes().forEach(note -> log.line("  " + note));
        services.greet();
    }

    private JobEnd over(JobEnd end) {
        operators.say("over", end.reason().wire() + (end.detail() == null ? "" : ": " + end.detail()));
        return end;
    }

    private JobEnd work() throws PreparationFailedException {
        try {
            List<Phase> phases = Phase.of(payload);
            TimeLimits limits = TimeLimits.of(variables, payload.runnerInfo().timeout());
            try (var _ = new PreparationLimit(limits.job(), orders)) {
                variables = new Preparation(settings, scratch, job, payload, variables, caches, gitlab, log, orders)
                        .run(phases);
            }
            var notice = new NoticeFile(
                    settings.noticeFile(), settings.tempo().watch().notice(), transfer::nodeGoes);
            var serviceNotes = new ServiceNotes(
                    settings.noticeFile().resolveSibling(PodLayout.SERVICES),
                    settings.tempo().watch().notice());
            var script = new ScriptRun(
                    settings.shared(),
                    phases,
                    limits,
                    settings.tempo().watch(),
                    log,
                    orders,
                    notice,
                    serviceNotes,
                    clock);
            script.awaitBuildContainer();
            services.await(settings.tempo().services(), settings.tempo().look());
            passTheFence(phases);
            ScriptEnd scriptEnd = script.run();
            if (scriptEnd.cause() == StopCause.MOVED) {
                throw moved();
            }
            if (script.wasCutOff(scriptEnd)) {
                return JobEnd.of(EndReason.BUILD_CONTAINER_LOST, "the script was killed as its pod was ended");
            }
            reports.scriptFinished(scriptEnd.finishedAt(), scriptEnd.usage());
            boolean afterScriptCounts = !variables.flag("AFTER_SCRIPT_IGNORE_ERRORS", true);
            JobEnd end = JobEnd.of(scriptEnd, orders.order() == Order.CANCEL, afterScriptCounts);
            hintAtMemory(scriptEnd);
            return upload(end);
        } catch (StoppedException e) {
            if (e.order() == Order.CANCEL) {
                return JobEnd.of(EndReason.CANCELED, "before the script began");
            }
            if (orders.overdue()) {
                return JobEnd.of(EndReason.JOB_TIMEOUT, "before the script began");
            }
            throw e;
        } catch (UnusableVariableException e) {
            return JobEnd.of(EndReason.SETTINGS_INVALID, e.getMessage());
        } catch (IOException | RuntimeException e) {
            operators.say("broken", Problems.where(e));
            JobEnd end = JobEnd.of(EndReason.UNKNOWN, e.getClass().getSimpleName());
            if (reports.scriptStarted()) {
                return end;
            }
            throw new PreparationFailedException(end, true);
        }
    }

    /** GitLab's acknowledgement of the log's length is the right to open the gate. */
    private void passTheFence(List<Phase> phases) {
        if (phases.isEmpty()) {
            log.gateLine("step_script", "The job has no script");
        } else {
            log.gateLine(phases.getFirst().section(), phases.getFirst().title());
        }
        boolean acknowledged = transfer.flush(AS_LONG_AS_IT_TAKES, orders::endPreparation);
        orders.checkWhilePreparing();
        if (!acknowledged) {
            throw new StoppedException(Order.CARRY_ON, "GitLab did not acknowledge the open gate");
        }
        reports.gateOpens();
        transfer.scriptBegins();
    }

    /** Leaves no report: pod-scheduler makes the next attempt when the pod is over, and says so in the log. */
    private StoppedException moved() {
        log.closingLine("The script was stopped, since its node goes away; it runs again elsewhere");
        transfer.flush(settings.tempo().watch().slack(), () -> orders.order() == Order.STOP);
        return new StoppedException(Order.CARRY_ON, "the job moves");
    }

    private void hintAtMemory(ScriptEnd end) {
        Integer code = end.code();
        if (code == null || code == 0) {
            return;
        }
        if (end.memoryKills() > 0) {
            Long peak = end.usage() == null ? null : end.usage().memoryPeak();
            log.warning("The kernel killed " + end.memoryKills() + " of the job's processes for want of memory: "
                    + MemoryHint.forScript(job.jobClass(), peak));
        } else if (code == 137) {
            log.warning("Exit code 137: the script was killed. Too little memory is the most frequent reason");
        }
    }

    private JobEnd upload(JobEnd end) {
        var tries =
                new Tries(settings.tempo().patience(), orders, orders::checkAtTheEnd, log, ThreadLocalRandom.current());
        var uploads = new Uploads(gitlab, payload, variables, scratch, log, orders, tries);
        boolean succeeded = end.succeeded();
        boolean wanted =
                switch (end.reason()) {
                    case SCRIPT_SUCCEEDED, SCRIPT_FAILED, OUT_OF_MEMORY, CANCELED -> true;
                    case JOB_TIMEOUT -> end.detail() != null;
                    default -> false;
                };
        if (wanted && caches.any(succeeded)) {
            caches.save(succeeded);
        }
        if (!wanted || !uploads.any(succeeded)) {
            return end;
        }
        String section = "upload_artifacts_on_" + (succeeded ? "success" : "failure");
        log.sectionStart(section, "Uploading artifacts for " + (succeeded ? "successful" : "failed") + " job");
        EndReason failure = uploads.upload(succeeded);
        log.sectionEnd(section);
        return failure == null || !succeeded ? end : new JobEnd(failure, end.exitCode(), null);
    }

    private AgentReport finish(JobEnd end) throws IOException {
        if (end.reason() == EndReason.BUILD_CONTAINER_LOST) {
            // pod-scheduler sees why the container ended, and says it to GitLab.
            log.closingLine(end.reason().sentence());
            transfer.flush(settings.tempo().watch().slack(), () -> orders.order() == Order.STOP);
            reports.acknowledged(transfer.acknowledged());
            return reports.leaveOpen(end);
        }
        log.lastLine(end.succeeded(), end.lastLine());
        reports.leave(end, false);
        boolean sent = transfer.flush(settings.tempo().end().flushLimit(), () -> orders.order() == Order.STOP);
        reports.acknowledged(transfer.acknowledged());
        if (orders.order() == Order.STOP) {
            return gone();
        }
        if (!sent) {
            return reports.leave(end, false);
        }
        var checksum = job.logOffset() == 0 ? file.checksum() : null;
        var report = new FinalReport(
                gitlab,
                payload.jobCredentials(),
                transfer,
                orders,
                settings.tempo().end());
        return switch (report.send(end, payload.features().failureReasons(), checksum)) {
            case REPORTED -> reports.leave(end, true);
            case NOT_REPORTED -> reports.leave(end, false);
            case GONE -> gone();
        };
    }

    /** Ends this attempt but not the job: as long as the gate is shut, pod-scheduler may make another. */
    private AgentReport leave(JobEnd end) throws IOException {
        log.warning(end.reason().sentence() + (end.detail() == null ? "" : " (" + end.detail() + ")"));
        transfer.flush(settings.tempo().watch().slack(), () -> orders.order() == Order.STOP);
        reports.acknowledged(transfer.acknowledged());
        return orders.order() == Order.STOP ? gone() : reports.leaveOpen(end);
    }

    private AgentReport gone() throws IOException {
        reports.acknowledged(transfer.acknowledged());
        return reports.leave(EndReason.JOB_GONE, orders.why(), true);
    }
}
