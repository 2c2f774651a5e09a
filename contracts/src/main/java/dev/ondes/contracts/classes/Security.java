package dev.ondes.contracts.classes;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What processes of a class's build containers may do on their node. The agent beside them needs little, and gets no more
 * whatever stands here.
 *
 * @param privileged as good as root on the node: for Docker in Docker, and for nothing else
 * @param add capabilities beyond those that the container runtime gives to root
 * @param drop capabilities of those that root does not get
 * @param privilegeEscalation whether setuid programs such as {@code sudo} work
 * @param runAsUser the user's id; null for the image's own
 * @param seccomp Kubernetes' word: {@code RuntimeDefault} or {@code Unconfined}
 */
public record Security(
        boolean privileged,
        List<String> add,
        List<String> drop,
        boolean privilegeEscalation,
        @Nullable Long runAsUser,
        String seccomp) {
    public static final String CONFINED = "RuntimeDefault";

    /** With it a container forges other pods' packets; without it {@code ping} fails in some images. As gitlab-runner has it. */
    private static final String NET_RAW = "NET_RAW";

    /** What a class has that says nothing. */
    public static final Security USUAL = new Security(false, List.of(), List.of(NET_RAW), true, null, CONFINED);

    /** Copies the lists. */
    public Security {
        add = List.copyOf(add);
        drop = List.copyOf(drop);
    }
}
