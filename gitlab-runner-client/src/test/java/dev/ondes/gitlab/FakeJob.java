package dev.ondes.gitlab;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A job at the {@link FakeGitLab}, with its log and artifacts. */
final class FakeJob {
    final long id;
    final String token;
    final ByteArrayOutputStream trace = new ByteArrayOutputStream();
    volatile String status = "running";
    volatile String failureReason = "";
    volatile int exitCode;
    /** How many more times a final state is answered with 202. */
    volatile int chunksToPersist;

    volatile boolean watched = true;
    volatile long traceLimit = Long.MAX_VALUE;
    volatile byte[] artifacts = new byte[0];

    FakeJob(long id, String token) {
        this.id = id;
        this.token = token;
    }

    boolean processing() {
        return status.equals("running") || status.equals("canceling");
    }

    String log() {
        return trace.toString(StandardCharsets.UTF_8);
    }

    JobCredentials credentials() {
        return JobCredentials.of(id, token);
    }
}
