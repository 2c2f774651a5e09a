package dev.ondes.playground.demo;

import dev.ondes.playground.platform.InterruptionKind;
import dev.ondes.playground.process.PlaygroundException;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./ondes interrupt}: takes a node away from the platform that {@code ./ondes up} runs, with notice. */
@Command(
        name = "interrupt",
        description =
                "Gives a node of the running platform (./ondes up) notice, and takes it away when the time is up.")
public final class InterruptCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NODE", description = "such as node2")
    private String node = "";

    @Option(
            names = "--in",
            description = "time from the notice to the end, such as 30s or 2m; default: ${DEFAULT-VALUE}",
            defaultValue = "120s")
    private String in = "120s";

    @Option(
            names = "--kind",
            description = "spot, rebalance (takes nothing away), scale-down or preempted; default: ${DEFAULT-VALUE}",
            defaultValue = "spot")
    private String kind = "spot";

    @Override
    public Integer call() {
        String said = Control.ask(node, kind(kind), time(in));
        Console.standard().say(said);
        return 0;
    }

    static InterruptionKind kind(String wire) {
        for (InterruptionKind known : InterruptionKind.values()) {
            if (known.wire().equals(wire)) {
                return known;
            }
        }
        throw new PlaygroundException("--kind " + wire + " is none of spot, rebalance, scale-down and preempted");
    }

    static Duration time(String text) {
        try {
            return Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
        } catch (DateTimeException e) {
            throw new PlaygroundException("--in " + text + " is no time such as 30s or 2m");
        }
    }
}
