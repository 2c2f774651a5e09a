package dev.ondes.images.policy;

import dev.ondes.images.identity.Caller;

/** Callers for tests. */
public final class Callers {
    private Callers() {}

    /** A job of {@code project} on a protected {@code ref}. */
    public static Caller protectedRef(String project, String ref) {
        return job(project, ref, true, false);
    }

    /** A job of {@code project} on a {@code ref} that is not protected. */
    public static Caller unprotectedRef(String project, String ref) {
        return job(project, ref, false, false);
    }

    /** A job that runs code of a fork. */
    public static Caller fork(String project) {
        return job(project, "main", true, true);
    }

    /** A service account. */
    public static Caller account(String name) {
        return new Caller(
                Caller.Kind.SERVICE_ACCOUNT,
                "kubernetes",
                0,
                name,
                name.substring(0, name.indexOf('/')),
                null,
                null,
                false,
                false,
                null,
                null,
                null,
                null,
                null,
                "jti-account");
    }

    private static Caller job(String project, String ref, boolean protectedRef, boolean fork) {
        return new Caller(
                Caller.Kind.GITLAB_JOB,
                "https://gitlab.example",
                42,
                project,
                project.substring(0, project.lastIndexOf('/')),
                ref,
                "branch",
                protectedRef,
                fork,
                "push",
                null,
                "0a1b2c",
                "70",
                "7",
                "jti-1");
    }
}
