package dev.ondes.scheduler.world;

import dev.ondes.gitlab.JobCredentials;
import dev.ondes.gitlab.JobState;
import dev.ondes.gitlab.RemoteStatus;
import dev.ondes.gitlab.TraceAnswer;
import dev.ondes.gitlab.UpdateAnswer;
import dev.ondes.scheduler.gitlab.GitLabs;
import dev.ondes.scheduler.gitlab.JobAtGitLab;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One job at GitLab: a log that takes bytes at its end only, and a state that ends once. */
public final class FakeGitLab implements GitLabs {
    public static final String TOKEN = "glcbt-secret-token";

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final List<String> ends = new ArrayList<>();
    private final Steps steps;
    private RemoteStatus status = RemoteStatus.RUNNING;
    private boolean away;

    public FakeGitLab(Steps steps) {
        this.steps = steps;
    }

    @Override
    public JobAtGitLab job(URI gitlabUrl, JobCredentials credentials) {
        if (!credentials.token().reveal().equals(TOKEN)) {
            throw new AssertionError("another token than the job's");
        }
        return new JobAtGitLab() {
            @Override
            public TraceAnswer append(long offset, byte[] bytes) {
                steps.before("append");
                TraceAnswer answer = away ? new TraceAnswer.Unavailable("it is away") : take(offset, bytes);
                steps.after("append");
                return answer;
            }

            @Override
            public UpdateAnswer update(JobState state) {
                steps.before("update");
                UpdateAnswer answer = away ? new UpdateAnswer.Unavailable("it is away") : change(state);
                steps.after("update");
                return answer;
            }
        };
    }

    /** As an agent sends it. */
    public TraceAnswer take(long offset, byte[] bytes) {
        if (!runs()) {
            return new TraceAnswer.Aborted(403, status);
        }
        if (offset != log.size()) {
            return new TraceAnswer.WrongOffset(log.size());
        }
        log.writeBytes(bytes);
        return new TraceAnswer.Appended(log.size(), null, status);
    }

    public UpdateAnswer change(JobState state) {
        if (!runs()) {
            return new UpdateAnswer.Aborted(403, status);
        }
        return switch (state) {
            case JobState.Running _ ->
                status == RemoteStatus.CANCELING ? new UpdateAnswer.Canceling() : new UpdateAnswer.Accepted(status);
            case JobState.Success _ -> ended("success", RemoteStatus.SUCCESS);
            case JobState.Failed failed ->
                ended(failed.reason(), status == RemoteStatus.CANCELING ? RemoteStatus.CANCELED : RemoteStatus.FAILED);
        };
    }

    private UpdateAnswer ended(String how, RemoteStatus next) {
        ends.add(how);
        status = next;
        return new UpdateAnswer.Accepted(next);
    }

    private boolean runs() {
        return status == RemoteStatus.RUNNING || status == RemoteStatus.CANCELING;
    }

    public void become(RemoteStatus next) {
        status = next;
    }

    public void away(boolean isAway) {
        away = isAway;
    }

    public RemoteStatus status() {
        return status;
    }

    public long size() {
        return log.size();
    }

    public String log() {
        return log.toString(StandardCharsets.UTF_8);
    }

    /** How the job ended, once per end that GitLab took. */
    public List<String> ends() {
        return List.copyOf(ends);
    }
}
