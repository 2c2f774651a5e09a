package dev.ondes.agent.trace;

import org.jspecify.annotations.Nullable;

/**
 * How a job wants its log.
 *
 * @param sections whether GitLab can fold parts of it
 * @param timestamps whether each line begins with its time ({@code FF_TIMESTAMPS})
 * @param limit size in bytes after which output is dropped
 */
public record LogForm(boolean sections, boolean timestamps, long limit) {
    /** gitlab-runner's default of 4 MiB. */
    public static final long DEFAULT_LIMIT = 4L << 20;

    /** Variable of a class that sets another limit, in KiB; a job can't. */
    public static final String LIMIT_VARIABLE = "ONDES_OUTPUT_LIMIT";

    /** The limit in bytes from the variable's value. */
    public static long limit(@Nullable String kibibytes) {
        try {
            return kibibytes == null ? DEFAULT_LIMIT : Math.max(1, Long.parseLong(kibibytes.strip())) << 10;
        } catch (NumberFormatException e) {
            return DEFAULT_LIMIT;
        }
    }
}
