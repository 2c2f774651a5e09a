package dev.ondes.alerter.alerts;

import java.time.Duration;

/** What a rule looks at. Data; {@link Signals} reads the values. */
public sealed interface Signal {

    /** Jobs that surely wait in GitLab, of each class. */
    record Pending() implements Signal {}

    /** Seconds for which the oldest of them waits, of each class. */
    record OldestPending() implements Signal {}

    /**
     * Which part of the jobs that completed failed through our doing, of each class; no value below the least number of jobs: one
     * failure of one job is no outage.
     */
    record SystemFailures(Duration window, int least) implements Signal {}

    /**
     * How fast the budget of system failures is spent, over all classes: the failures' part of all jobs, divided by what the objective
     * allows, in the longer and in the shorter window, whichever is less. Without the shorter one an alert would go on long after the
     * trouble ended.
     */
    record BudgetBurn(double objective, Duration longer, Duration shorter, int least) implements Signal {}

    /** Seconds since anything was heard. */
    record Silence() implements Signal {}

    /** Seconds since anybody said what room there is. */
    record CapacitySilence() implements Signal {}

    /** Messages in each queue that nobody consumes. */
    record Unconsumed() implements Signal {}

    /** Messages that wait for an operator, in each queue for them. */
    record DeadLetters() implements Signal {}

    /** Jobs that neither begin nor end, of each class. */
    record Stuck() implements Signal {}

    /** Always 1. */
    record Always() implements Signal {}
}
