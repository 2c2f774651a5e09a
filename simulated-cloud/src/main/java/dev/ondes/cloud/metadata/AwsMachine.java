package dev.ondes.cloud.metadata;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A machine with AWS' IMDSv2; without version 1, as the careful have it. */
public final class AwsMachine extends Machine {
    public static final String TOKEN = "/latest/api/token";
    public static final String SPOT = "/latest/meta-data/spot/instance-action";
    public static final String REBALANCE = "/latest/meta-data/events/recommendations/rebalance";
    public static final String TARGET_STATE = "/latest/meta-data/autoscaling/target-lifecycle-state";
    public static final String SCHEDULED = "/latest/meta-data/events/maintenance/scheduled";
    public static final String HISTORY = "/latest/meta-data/events/maintenance/history";

    private record Interruption(String action, Instant time) {}

    private final Tokens tokens;
    private final Clock clock;
    private final AwsIdentity identity;
    private final List<MaintenanceEvent> scheduled = new ArrayList<>();
    private final List<MaintenanceEvent> history = new ArrayList<>();
    private @Nullable Interruption interruption;
    private @Nullable Instant rebalance;
    private @Nullable String targetState;
    private Duration drift = Duration.ZERO;
    private boolean disabled;

    public AwsMachine(AwsIdentity identity, Clock clock) {
        this.identity = identity;
        this.clock = clock;
        this.tokens = new Tokens(clock);
    }

    @Override
    public String cloud() {
        return "aws";
    }

    public AwsIdentity identity() {
        return identity;
    }

    /**
     * The cloud takes the machine back.
     *
     * @param action {@code terminate}, {@code stop} or {@code hibernate}
     * @param time told as precisely as given
     */
    public synchronized void interrupt(String action, Instant time) {
        interruption = new Interruption(action, time);
    }

    /** As after a stopped machine was started again. */
    public synchronized void forgetInterruption() {
        interruption = null;
    }

    /** With each request the interruption's time is later by this much, as some stand-ins have it. */
    public synchronized void drift(Duration perRequest) {
        drift = perRequest;
    }

    public synchronized void recommendRebalance() {
        rebalance = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    public synchronized void forgetRebalance() {
        rebalance = null;
    }

    /** What the group moves it to, such as {@code Terminated}; null: no group ever moved the machine. */
    public synchronized void targetState(@Nullable String state) {
        targetState = state;
    }

    public synchronized void schedule(MaintenanceEvent event) {
        scheduled.removeIf(earlier -> earlier.eventId().equals(event.eventId()));
        scheduled.add(event);
    }

    public void cancelMaintenance(String eventId) {
        endMaintenance(eventId, "canceled");
    }

    public void completeMaintenance(String eventId) {
        endMaintenance(eventId, "completed");
    }

    /** All tokens so far are refused from now on. */
    public void expireTokens() {
        tokens.forget();
    }

    public int tokensGiven() {
        return tokens.given();
    }

    /** The metadata service is turned off for this machine: 403 for all. */
    public synchronized void disable() {
        disabled = true;
    }

    private synchronized void endMaintenance(String eventId, String state) {
        for (Iterator<MaintenanceEvent> events = scheduled.iterator(); events.hasNext(); ) {
            MaintenanceEvent event = events.next();
            if (event.eventId().equals(eventId)) {
                events.remove();
                history.add(event.ended(state));
            }
        }
    }

    @Override
    synchronized Reply answer(Call call) {
        return reply(call).with("Server", "EC2ws");
    }

    private Reply reply(Call call) {
        if (disabled) {
            return Reply.page(403, "Forbidden");
        }
        if (call.path().equals(TOKEN)) {
            return call.method().equals("PUT") ? tokens.give(call) : Reply.page(405, "Method Not Allowed");
        }
        if (!call.method().equals("GET")) {
            return Reply.page(405, "Method Not Allowed");
        }
        if (!tokens.accepts(call)) {
            return Reply.page(401, "Unauthorized");
        }
        String body = body(call.path());
        return body == null ? Reply.page(404, "Not Found") : Reply.text(body);
    }

    private @Nullable String body(String path) {
        return switch (path) {
            case "/latest/meta-data/instance-id" -> identity.instanceId();
            case "/latest/meta-data/instance-type" -> identity.instanceType();
            case "/latest/meta-data/instance-life-cycle" -> identity.lifeCycle();
            case "/latest/meta-data/placement/availability-zone" -> identity.zone();
            case "/latest/dynamic/instance-identity/document" -> document();
            case SPOT -> spot();
            case "/latest/meta-data/spot/termination-time" ->
                interruption == null ? null : interruption.time().toString();
            case REBALANCE -> rebalance == null ? null : "{\"noticeTime\":\"" + rebalance + "\"}";
            case TARGET_STATE -> targetState;
            case SCHEDULED -> list(scheduled);
            case HISTORY -> list(history);
            default -> null;
        };
    }

    private @Nullable String spot() {
        Interruption told = interruption;
        if (told == null) {
            return null;
        }
        interruption = new Interruption(told.action(), told.time().plus(drift));
        return "{\"action\":\"" + told.action() + "\",\"time\":\"" + told.time() + "\"}";
    }

    private String document() {
        return """
                {
                  "accountId" : "123456789012",
                  "availabilityZone" : "%s",
                  "instanceId" : "%s",
                  "instanceType" : "%s",
                  "region" : "%s",
                  "version" : "2017-09-30"
                }""".formatted(identity.zone(), identity.instanceId(), identity.instanceType(), identity.region());
    }

    private static String list(List<MaintenanceEvent> events) {
        return events.stream().map(MaintenanceEvent::json).collect(Collectors.joining(", ", "[ ", " ]"));
    }
}
