package dev.ondes.playground.gitlab.http;

import java.util.Arrays;
import java.util.Locale;

/** Kinds of calls: what is counted, and what faults are ordered for. */
public enum Call {
    REGISTER,
    VERIFY,
    UNREGISTER,
    JOB_REQUEST,
    JOB_UPDATE,
    TRACE_APPEND,
    ARTIFACTS_UPLOAD,
    ARTIFACTS_DOWNLOAD,
    GIT,
    /** Images, and the tokens that open them. */
    REGISTRY,
    /** The keys of ID tokens. */
    OPENID,
    /** The API for people. */
    REST,
    /** A webhook delivery: GitLab is the caller. */
    WEBHOOK,
    /** Our own endpoints; never faulty. */
    ADMIN;

    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** By its wire name; an {@link IllegalArgumentException} names the ones there are. */
    public static Call named(String wire) {
        return Arrays.stream(values())
                .filter(call -> call.wire().equals(wire))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no kind of call '" + wire + "'; there are "
                        + Arrays.stream(values()).map(Call::wire).toList()));
    }
}
