package dev.ondes.spot.tell;

import dev.ondes.contracts.node.NoticeKind;

/** The reason of Kubernetes events and of the node's condition, in their spelling: {@code SpotInterruption}. */
public final class EventReason {
    private EventReason() {}

    public static String of(NoticeKind kind) {
        var reason = new StringBuilder();
        boolean capital = true;
        for (char letter : kind.wire().toCharArray()) {
            if (letter == '-') {
                capital = true;
            } else {
                reason.append(capital ? Character.toUpperCase(letter) : letter);
                capital = false;
            }
        }
        return reason.toString();
    }
}
