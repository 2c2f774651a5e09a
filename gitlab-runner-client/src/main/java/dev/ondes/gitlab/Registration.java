package dev.ondes.gitlab;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A new runner's settings for registration with a registration token, which many servers no longer allow (410).
 *
 * @param token the registration token
 * @param tags jobs with these tags are for the runner
 * @param maximumTimeout upper limit of its jobs' timeouts; null for none
 */
public record Registration(
        Secret token,
        String description,
        List<String> tags,
        boolean runUntagged,
        boolean locked,
        boolean paused,
        boolean protectedOnly,
        @Nullable Duration maximumTimeout) {

    public Registration {
        tags = List.copyOf(tags);
    }

    /** A runner with tags and everything else as GitLab has it by default. */
    public static Registration of(Secret token, String description, List<String> tags) {
        return new Registration(token, description, tags, tags.isEmpty(), false, false, false, null);
    }
}
