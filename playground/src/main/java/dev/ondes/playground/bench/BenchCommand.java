package dev.ondes.playground.bench;

import picocli.CommandLine.Command;

/** {@code ./ondes bench}: one subcommand a benchmark. */
@Command(
        name = "bench",
        description = "Measures speed and cost on this machine.",
        subcommands = {DispatchBench.class, BuildBench.class, SpotBench.class, MetricsBench.class},
        synopsisSubcommandLabel = "COMMAND")
public final class BenchCommand {}
