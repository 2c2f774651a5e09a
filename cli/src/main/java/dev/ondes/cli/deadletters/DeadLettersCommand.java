package dev.ondes.cli.deadletters;

import dev.ondes.cli.CommandFailedException;
import dev.ondes.cli.Surroundings;
import dev.ondes.cli.broker.BrokerOptions;
import dev.ondes.cli.broker.Shown;
import dev.ondes.contracts.broker.Topology;
import dev.ondes.contracts.build.BuildOutcome;
import dev.ondes.messaging.connect.BrokerConnection;
import dev.ondes.messaging.deadletters.DeadLetter;
import dev.ondes.messaging.deadletters.DeadLetters;
import dev.ondes.messaging.deadletters.DeadLettersException;
import dev.ondes.messaging.deadletters.Death;
import dev.ondes.messaging.deadletters.Page;
import dev.ondes.messaging.deadletters.Result;
import dev.ondes.messaging.deadletters.Selection;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ondes dead-letters}: what could not be handled, and what is to become of it. */
@Command(
        name = "dead-letters",
        description = "Shows what could not be handled; sends it on its way again, or throws it away.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:it is not there, or some could not be sent and stay",
            "2:the command line is not valid",
            "4:the broker can't be reached, or gave up in between"
        })
public final class DeadLettersCommand {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Surroundings around;

    public DeadLettersCommand(Surroundings around) {
        this.around = around;
    }

    @Command(description = "Lists them, the oldest first.", mixinStandardHelpOptions = true)
    int list(
            @Mixin BrokerOptions broker,
            @Mixin Choice choice,
            @Option(
                            names = "--limit",
                            paramLabel = "N",
                            defaultValue = "100",
                            description = "no more than so many (default: ${DEFAULT-VALUE})")
                    int limit) {
        return with(broker, letters -> {
            Page page = letters.list(choice.those(), limit);
            page.letters().forEach(letter -> around.out().println(line(letter)));
            around.err()
                    .println(page.letters().size() + " shown, " + page.total() + " in all"
                            + (page.more() ? "; there may be more, with --limit or a narrower choice" : ""));
            return BuildOutcome.SUCCEEDED;
        });
    }

    @Command(description = "Shows one, with its headers and its body.", mixinStandardHelpOptions = true)
    int show(@Mixin BrokerOptions broker, @Parameters(paramLabel = "KEY") String key) {
        return with(broker, letters -> {
            var found = letters.show(key);
            if (found.isEmpty()) {
                around.err().println("ondes: there is no dead letter " + Shown.plain(key));
                return BuildOutcome.FAILED;
            }
            around.out().println(line(found.get().letter()));
            found.get().deaths().forEach(death -> around.out().println(died(death)));
            new TreeMap<>(found.get().headers())
                    .forEach((name, value) -> around.out().println(Shown.plain(name) + ": " + Shown.plain(value)));
            around.out().println();
            around.out().println(Shown.plain(found.get().body()));
            return BuildOutcome.SUCCEEDED;
        });
    }

    @Command(
            description = "Sends them to the queues they came from. Once more does no harm.",
            mixinStandardHelpOptions = true)
    int redrive(
            @Mixin BrokerOptions broker,
            @Mixin Choice choice,
            @Parameters(arity = "0..1", paramLabel = "KEY") @Nullable String key,
            @Option(names = "--all") boolean all) {
        Selection selection = choice.named(key, all);
        return with(broker, letters -> told(letters.redrive(selection), "sent", key));
    }

    @Command(description = "Throws them away, for good.", mixinStandardHelpOptions = true)
    int discard(
            @Mixin BrokerOptions broker,
            @Mixin Choice choice,
            @Parameters(arity = "0..1", paramLabel = "KEY") @Nullable String key,
            @Option(names = "--all") boolean all,
            @Option(names = "--yes", description = "needed where more than one may be meant") boolean yes) {
        Selection selection = choice.named(key, all);
        if (key == null && !yes) {
            throw new CommandFailedException(
                    BuildOutcome.INVALID, "this throws away all that are meant, for good: say --yes");
        }
        return with(broker, letters -> told(letters.discard(selection), "discarded", key));
    }

    private BuildOutcome told(Result result, String done, @Nullable String key) {
        result.done().forEach(each -> around.out().println(done + " " + Shown.plain(each)));
        result.kept()
                .forEach(each -> around.err()
                        .println("ondes: kept " + Shown.plain(each.key()) + ": "
                                + each.why().sentence()));
        if (result.brokenOff() != null) {
            around.err()
                    .println("ondes: the broker gave up in between: " + Shown.plain(result.brokenOff()) + "; "
                            + result.done().size() + " " + done
                            + ", of which the last may be there still, and others were not reached");
            return BuildOutcome.SYSTEM_FAILED;
        }
        if (key != null && result.done().isEmpty() && result.kept().isEmpty()) {
            around.err()
                    .println("ondes: there is no dead letter " + Shown.plain(key) + "; it may have been " + done
                            + " before");
            return BuildOutcome.FAILED;
        }
        around.err()
                .println(
                        result.done().size() + " " + done + ", " + result.kept().size() + " kept");
        return result.kept().isEmpty() ? BuildOutcome.SUCCEEDED : BuildOutcome.FAILED;
    }

    private int with(BrokerOptions broker, Function<DeadLetters, BuildOutcome> deed) {
        Map<String, String> environment = around.environment();
        try (BrokerConnection connection = broker.connection(environment, "dead-letters")) {
            var letters = new DeadLetters(
                    connection, Topology.DEAD_LETTERS, BrokerOptions.BACKOFF, RandomGenerator.getDefault(), PATIENCE);
            return deed.apply(letters).exitCode();
        } catch (DeadLettersException e) {
            throw new CommandFailedException(BuildOutcome.SYSTEM_FAILED, String.valueOf(e.getMessage()));
        }
    }

    private static String died(Death death) {
        return "died in " + Shown.plain(death.queue()) + ", " + death.count() + " times"
                + (death.at() == null ? "" : " since " + death.at()) + ": " + Shown.plain(death.sentence());
    }

    private static String line(DeadLetter letter) {
        return "%s  %-20s  %-26s  %s%s"
                .formatted(
                        letter.diedAt() == null ? "                    " : letter.diedAt(),
                        Shown.plain(letter.reason()),
                        Shown.plain(letter.type()),
                        Shown.plain(letter.key()),
                        letter.redriven() > 0 ? "  redriven " + letter.redriven() + " times" : "");
    }
}
