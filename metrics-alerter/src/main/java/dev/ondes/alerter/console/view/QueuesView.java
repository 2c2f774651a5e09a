package dev.ondes.alerter.console.view;

import dev.ondes.alerter.alerts.QueueFigures;
import dev.ondes.contracts.broker.Topology;
import java.util.Comparator;
import java.util.List;

/**
 * The broker's queues, those that need a look first.
 *
 * @param told whether the broker told anything when it was asked last
 */
public record QueuesView(boolean told, List<Row> rows) {

    /**
     * One queue.
     *
     * @param use what its messages wait for
     * @param letters whether they can be looked at one by one
     */
    public record Row(
            String queue, Mark mark, String use, String messages, int consumers, boolean needsLook, boolean letters) {}

    public static QueuesView of(Moment moment) {
        return new QueuesView(
                !moment.queues().isEmpty(),
                moment.queues().stream()
                        .map(QueuesView::row)
                        .sorted(Comparator.comparing(Row::needsLook).reversed().thenComparing(Row::queue))
                        .toList());
    }

    private static Row row(QueueFigures queue) {
        Mark mark = mark(queue);
        return new Row(
                Text.shown(queue.queue()),
                mark,
                switch (queue.kind()) {
                    case WORK -> "a service takes its messages";
                    case KEPT -> "its messages wait for an operator";
                    case OTHER -> "its messages go by themselves, or stay";
                },
                Measures.whole(queue.messages()),
                queue.consumers(),
                mark.tone() == Mark.Tone.OURS,
                queue.queue().equals(Topology.DEAD_LETTERS));
    }

    private static Mark mark(QueueFigures queue) {
        return switch (queue.kind()) {
            case WORK -> {
                if (queue.consumers() > 0) {
                    yield queue.messages() > 0
                            ? new Mark(Mark.Tone.BUSY, "●", "being taken")
                            : new Mark(Mark.Tone.GOOD, "✓", "empty");
                }
                yield queue.messages() > 0
                        ? new Mark(Mark.Tone.OURS, "▲", "nobody takes them")
                        : new Mark(Mark.Tone.CALM, "○", "nobody listens");
            }
            case KEPT ->
                queue.messages() > 0
                        ? new Mark(Mark.Tone.OURS, "▲", "wait for you")
                        : new Mark(Mark.Tone.GOOD, "✓", "empty");
            case OTHER -> new Mark(Mark.Tone.CALM, "◇", "kept");
        };
    }
}
