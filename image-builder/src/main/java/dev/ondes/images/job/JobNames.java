package dev.ondes.images.job;

import dev.ondes.images.build.BuildId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names, labels and annotations of what we make in the cluster. */
public final class JobNames {
    public static final String MANAGED_BY = "app.kubernetes.io/managed-by";
    public static final String ONDES = "ondes-image-builder";
    public static final String BUILD = "ondes.dev/build";
    public static final String PROJECT = "ondes.dev/project";
    /** Which platform, counted from 0. */
    public static final String PART = "ondes.dev/part";
    /** How pods reach their node: {@code spot} or {@code on-demand}. */
    public static final String CAPACITY = "ondes.dev/capacity";

    /** What a Job and its pods do; only those that don't build have one. */
    static final String ROLE = "ondes.dev/role";

    static final String SBOM = "sbom";
    static final String ORDER = "ondes.dev/order";
    static final String RELEASED = "ondes.dev/released-at";
    static final String CANCELED_BY = "ondes.dev/canceled-by";
    static final String LOST = "ondes.dev/lost-pods";
    static final String LOST_NODES = "ondes.dev/lost-nodes";
    static final String STARTED = "ondes.dev/started-attempts";
    static final String PUSHED = "ondes.dev/pushed";
    static final String RESULT = "ondes.dev/result";
    static final String ANNOUNCED = "ondes.dev/announced";

    private static final String PREFIX = "ondes-build-";
    private static final Pattern PART_OF_POD = Pattern.compile("-p([0-9]{1,3})-");

    private JobNames() {}

    /** The Job that records a build; it is its first part too. */
    public static String head(BuildId id) {
        return PREFIX + id;
    }

    static String part(BuildId id, int part, boolean fallback) {
        return head(id) + (part == 0 ? "" : "-p" + part) + (fallback ? "-od" : "");
    }

    /** Which part a pod was of, by its name alone. */
    public static int partOfPod(BuildId id, String pod) {
        Matcher matcher = PART_OF_POD.matcher(pod.substring(Math.min(head(id).length(), pod.length())));
        return matcher.lookingAt() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    static String sbom(BuildId id, int part) {
        return part(id, part, false) + "-sbom";
    }

    public static String secret(BuildId id) {
        return head(id);
    }
}
