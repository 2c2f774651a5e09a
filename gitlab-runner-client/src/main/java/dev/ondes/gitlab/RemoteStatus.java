package dev.ondes.gitlab;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What GitLab says a job is (the header {@code Job-Status}); tells us that somebody canceled it. */
public enum RemoteStatus {
    PENDING("the job waits for a runner"),
    RUNNING("the job runs"),
    CANCELING("somebody canceled the job; after_script and uploads may still run"),
    CANCELED("somebody canceled the job"),
    FAILED("GitLab has failed the job"),
    SUCCESS("the job has succeeded"),
    /** No header, or a status that this version doesn't know; says nothing against carrying on. */
    UNKNOWN("GitLab told no status");

    private final String sentence;

    RemoteStatus(String sentence) {
        this.sentence = sentence;
    }

    public String sentence() {
        return sentence;
    }

    /** Whether all work on the job must stop at once, without any upload (gitlab-runner's rule). */
    public boolean aborts() {
        return this == CANCELED || this == FAILED;
    }

    static RemoteStatus ofHeader(@Nullable String header) {
        if (header == null) {
            return UNKNOWN;
        }
        String name = header.strip().toUpperCase(Locale.ROOT);
        for (RemoteStatus status : values()) {
            if (status.name().equals(name)) {
                return status;
            }
        }
        return UNKNOWN;
    }
}
