package dev.ondes.cli.events;

import dev.ondes.cli.CommandFailedException;
import dev.ondes.cli.Surroundings;
import dev.ondes.cli.broker.BrokerOptions;
import dev.ondes.contracts.broker.Topology;
import dev.ondes.contracts.build.BuildOutcome;
import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.event.EventCodec;
import dev.ondes.contracts.event.EventType;
import dev.ondes.messaging.connect.BrokerConnection;
import dev.ondes.messaging.count.Counts;
import dev.ondes.messaging.journal.Bookmark;
import dev.ondes.messaging.journal.Entry;
import dev.ondes.messaging.journal.Journal;
import dev.ondes.messaging.journal.JournalReader;
import dev.ondes.messaging.journal.Start;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ondes events}: reads the journal, and changes nothing. */
@Command(
        name = "events",
        description = "Shows what is said in an installation, from its journal.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:shown", "2:the command line is not valid", "4:the broker can't be reached"})
public final class EventsCommand implements Callable<Integer> {
    private static final String AN_HOUR = "1h";
    private static final Duration LOOK = Duration.ofMillis(300);
    /** Without --follow: so long the broker may be away. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Surroundings around;
    private final Clock clock = Clock.systemUTC();
    private final EventCodec codec = new EventCodec();
    private final EventLine line = new EventLine(codec);

    @Mixin
    private BrokerOptions broker = new BrokerOptions();

    @Option(
            names = {"-f", "--follow"},
            description = "go on with what is said from now on, until interrupted")
    private boolean follow;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "20m, 2h or 7d ago, or 2026-03-01T12:00:00Z (default: " + AN_HOUR
                    + "; with --follow: now). The journal keeps a week")
    private @Nullable String since;

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description =
                    "such as job.finished; may be repeated. Without it: all but capacity.reported, which pod-scheduler says every 2 s")
    private List<String> types = List.of();

    @Option(names = "--job", paramLabel = "ID", description = "what is said of this job of GitLab's")
    private @Nullable Long job;

    @Option(names = "--json", description = "CloudEvents, one per line")
    private boolean json;

    public EventsCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws InterruptedException {
        requireKnownTypes();
        Optional<Instant> from = since != null
                ? Optional.of(Since.read(since, clock))
                : follow ? Optional.empty() : Optional.of(Since.read(AN_HOUR, clock));
        try (BrokerConnection connection = broker.connection(around.environment(), "events")) {
            var journal = new Journal(
                    connection,
                    Topology.JOURNAL,
                    Journal.PREFETCH,
                    codec,
                    BrokerOptions.BACKOFF,
                    RandomGenerator.getDefault(),
                    Counts.NONE);
            Start start = from.<Start>map(Start.Since::new).orElseGet(Start.Now::new);
            var reading = new Reading();
            try (JournalReader reader = journal.read(Bookmark.none(start), reading);
                    reading) {
                show(reading, reader, from.orElse(Instant.MIN));
            }
        }
        return BuildOutcome.SUCCEEDED.exitCode();
    }

    private void show(Reading reading, JournalReader reader, Instant from) throws InterruptedException {
        Instant begun = clock.instant();
        Instant heard = begun;
        String told = "";
        while (true) {
            Optional<Entry> entry = reading.next(LOOK);
            reading.takeGap()
                    .ifPresent(gap -> around.err().println("ondes: " + gap.why().sentence()));
            if (entry.isPresent()) {
                heard = clock.instant();
                if (!show(entry.get(), from, begun)) {
                    return;
                }
                continue;
            }
            if (!follow && reading.hasCaughtUp()) {
                return;
            }
            String trouble = reader.position().live() ? "" : reader.trouble().orElse("");
            if (!follow && !reading.hasCaughtUp() && clock.instant().isAfter(heard.plus(PATIENCE))) {
                throw new CommandFailedException(
                        BuildOutcome.SYSTEM_FAILED,
                        "the journal can't be read: " + (trouble.isEmpty() ? "no answer in time" : trouble));
            }
            if (follow && !trouble.isEmpty() && !trouble.equals(told)) {
                around.err().println("ondes: waiting for the broker: " + trouble);
            }
            told = trouble;
        }
    }

    /** Whether to go on: without --follow it ends with what was said after it began. */
    private boolean show(Entry entry, Instant from, Instant begun) {
        switch (entry) {
            case Entry.Unreadable unreadable -> {
                if (types.isEmpty() && job == null) {
                    around.err()
                            .println("ondes: entry " + unreadable.offset() + ": "
                                    + unreadable.why().sentence());
                }
            }
            case Entry.Said(long _, Event<?> event) -> {
                if (!follow && event.time().isAfter(begun)) {
                    return false;
                }
                if (isWanted(event, from)) {
                    around.out().println(json ? line.json(event) : line.text(event));
                }
            }
        }
        return true;
    }

    /** The broker begins with the block in which the time lies: older ones may come first. */
    private boolean isWanted(Event<?> event, Instant from) {
        return !event.time().isBefore(from)
                && (types.isEmpty()
                        ? event.type() != EventType.CAPACITY_REPORTED
                        : types.contains(event.type().routingKey()))
                && (job == null || line.isAbout(event, job));
    }

    private void requireKnownTypes() {
        List<String> known =
                Arrays.stream(EventType.values()).map(EventType::routingKey).toList();
        List<String> unknown =
                types.stream().filter(type -> !known.contains(type)).toList();
        if (!unknown.isEmpty()) {
            throw new CommandFailedException(
                    BuildOutcome.INVALID,
                    "--type: there is no " + String.join(", ", unknown) + "; there are "
                            + known.stream().sorted().collect(Collectors.joining(", ")));
        }
    }
}
