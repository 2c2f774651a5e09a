package dev.ondes.scheduler.pods;

import dev.ondes.contracts.event.JobQueued;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What a pod is for, as the label {@link PodNames#INTENT} has it. A pod's name alone may be that of another installation's pod. */
public final class Intent {
    private static final int BYTES = 10;

    private Intent() {}

    /** This attempt of this job of this GitLab, in this class. */
    public static String of(JobQueued job, int attempt) {
        String what = job.gitlabUrl() + " " + job.jobId() + " " + attempt + " " + job.jobClass();
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(what.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
