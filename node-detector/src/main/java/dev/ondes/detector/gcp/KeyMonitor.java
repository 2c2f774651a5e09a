package dev.ondes.detector.gcp;

import dev.ondes.contracts.node.InstanceAction;
import dev.ondes.contracts.node.NoticeKind;
import dev.ondes.detector.gcp.MetadataServer.Value;
import dev.ondes.detector.http.Connection;
import dev.ondes.detector.watch.MetadataException;
import dev.ondes.detector.watch.Monitor;
import dev.ondes.detector.watch.Sighting;
import dev.ondes.detector.watch.Standing;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Waits for a key to change, by a request that the server holds back. One value of it is a notice. */
final class KeyMonitor implements Monitor {
    /** @param notice from the value's appearance to the machine's end */
    record Rule(String name, String key, NoticeKind kind, String value, Duration notice) {}

    /** A key that isn't defined won't be soon. */
    private static final Duration UNDEFINED = Duration.ofMinutes(1);

    private final MetadataServer server;
    private final Connection connection;
    private final Standing standing;
    private final Clock clock;
    private final Duration interval;
    private final Rule rule;
    private String etag = "0";
    private Duration pause = Duration.ZERO;

    KeyMonitor(MetadataServer server, Standing standing, Clock clock, Duration interval, Rule rule) {
        this.server = server;
        this.connection = server.connection();
        this.standing = standing;
        this.clock = clock;
        this.interval = interval;
        this.rule = rule;
    }

    @Override
    public String name() {
        return rule.name();
    }

    /** None after a change; the interval where a server doesn't hold back what hasn't changed. */
    @Override
    public Duration interval() {
        return pause;
    }

    @Override
    public boolean look(Duration patience) throws MetadataException {
        Instant asked = clock.instant();
        Optional<Value> value = server.await(connection, rule.key(), etag, patience);
        if (value.isEmpty()) {
            pause = UNDEFINED;
            etag = "0";
            standing.withdrawn(rule.kind());
            return false;
        }
        boolean changed = !value.get().etag().equals(etag);
        boolean held = !clock.instant().isBefore(asked.plus(interval));
        pause = changed || held ? Duration.ZERO : interval;
        etag = value.get().etag();
        return tell(value.get().text());
    }

    private boolean tell(String value) {
        if (!value.equalsIgnoreCase(rule.value())) {
            standing.withdrawn(rule.kind());
            return false;
        }
        Sighting before = standing.of(rule.kind());
        Instant deadline =
                before == null || before.deadline() == null ? clock.instant().plus(rule.notice()) : before.deadline();
        standing.saw(rule.kind(), new Sighting(InstanceAction.TERMINATE, deadline, rule.key()));
        return true;
    }
}
