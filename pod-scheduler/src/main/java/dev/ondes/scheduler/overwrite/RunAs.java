package dev.ondes.scheduler.overwrite;

import dev.ondes.contracts.classes.Spelling;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whom the build container runs as: {@code image:kubernetes:user} of a job, {@code uid} or {@code uid:gid}.
 *
 * @param group null for the image's
 */
public record RunAs(long user, @Nullable Long group) {
    private static final long ROOT = 0;
    private static final String KEYWORD = "image:kubernetes:user";

    /**
     * Null where the job says nothing, or its class has decided. Root must be allowed by name, as with gitlab-runner: the image's
     * maker may have chosen another user for a reason.
     *
     * @throws IllegalArgumentException with a sentence for the job's user, where the class doesn't allow it
     */
    static @Nullable RunAs of(@Nullable String said, Wishes wishes) {
        String text = said == null ? "" : wishes.expand(said);
        if (text.isEmpty()) {
            return null;
        }
        var allowance = wishes.jobClass().allowance();
        Long decided = wishes.jobClass().security().runAsUser();
        if (decided != null && allowance.users().isEmpty()) {
            wishes.ignored(KEYWORD, "jobs of class " + wishes.jobClass().name() + " run as user " + decided);
            return null;
        }
        int colon = text.indexOf(':');
        var wish = new RunAs(
                id(colon < 0 ? text : text.substring(0, colon)), colon < 0 ? null : id(text.substring(colon + 1)));
        check("user", wish.user(), allowance.users(), wishes);
        if (wish.group() != null) {
            check("group", wish.group(), allowance.groups(), wishes);
        }
        return wish;
    }

    private static void check(String what, long id, List<Long> allowed, Wishes wishes) {
        boolean anyButRoot = allowed.isEmpty();
        if (anyButRoot ? id == ROOT : !allowed.contains(id)) {
            throw new IllegalArgumentException(KEYWORD + " asks for the " + what + " " + id + ", and class "
                    + wishes.jobClass().name() + " allows " + (anyButRoot ? "any but that" : allowed));
        }
    }

    private static long id(String text) {
        try {
            return Spelling.userId(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    KEYWORD + " must be ids from 0 to 2147483647, such as 1000 or 1000:1000", e);
        }
    }
}
