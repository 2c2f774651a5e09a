package dev.ondes.spot.tell;

import dev.ondes.contracts.node.NoticeKind;

/** The reason of Kubernetes events and of the node's condition, in their spelling: {@code SpotInterruption}. */
public final class EventReason {
    private EventReason() {}

    public static String of(NoticeKind kind) {
        var reason = new StringBuilder();
        for (String word : kind.wire().split("-")) {
            reason.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
        }
        return reason.toString();
    }
}
