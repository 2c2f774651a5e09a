package dev.ondes.contracts.event;

import org.jspecify.annotations.Nullable;

/**
 * Something of ours failed. Never about the user's script.
 *
 * @param service who says it
 * @param kind a fixed word for counting, such as {@code event-invalid} or {@code hand-over-failed}
 * @param about a job id, node or queue
 * @param message one line for operators, without secrets
 */
public record SystemFailure(
        String service, String kind, String about, @Nullable String jobClass, String message) implements EventData {

    @Override
    public String subject() {
        return about;
    }
}
