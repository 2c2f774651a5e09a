package dev.ondes.spot.sqs.hook;

import dev.ondes.messaging.log.LogKey;
import dev.ondes.messaging.log.LogLine;
import dev.ondes.spot.sqs.hook.HookNodes.NotedHook;
import dev.ondes.spot.sqs.read.LifecycleHook;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Holds terminating instances in their hooks while CI jobs run on them, so that a group's scale-in costs no job. The leader
 * calls {@link #look} every few seconds; what it needs to know stands on the nodes, so that the next leader goes on. A node takes
 * that along: so that none is missed which goes while nobody leads, the others {@link #remember} meanwhile, and prolong what they
 * remember: nobody can lead while the API server is away. To prolong is all that several may do at once. One hook that fails doesn't
 * stop the others. Thread-safe.
 */
public final class HookKeeper {
    private static final Logger LOG = Logger.getLogger(HookKeeper.class);

    /** After a try that failed. */
    private static final Duration AGAIN = Duration.ofSeconds(10);

    private final HookNodes nodes;
    private final AutoScaling scaling;
    private final HookSettings settings;
    private final MeterRegistry meters;
    private final Clock clock;
    /** When lately; entries that are due again are dropped. */
    private final Map<LifecycleHook, Instant> prolonged = new ConcurrentHashMap<>();

    private final Set<LifecycleHook> held = new HashSet<>();
    /** Of another's hooks, while another leads. */
    private final Set<LifecycleHook> remembered = new HashSet<>();

    private boolean leads;

    public HookKeeper(HookNodes nodes, AutoScaling scaling, HookSettings settings, MeterRegistry meters, Clock clock) {
        this.nodes = nodes;
        this.scaling = scaling;
        this.settings = settings;
        this.meters = meters;
        this.clock = clock;
    }

    /** Remembers what the leader holds, as long as that isn't us, and prolongs what is still busy. */
    public synchronized void remember() {
        if (leads) {
            return;
        }
        List<NotedHook> all = nodes.noted();
        Set<LifecycleHook> noted = all.stream().map(NotedHook::hook).collect(Collectors.toSet());
        // Of a node that is there the leader took the note off: the hook is done with.
        remembered.removeIf(
                hook -> !noted.contains(hook) && (nodes.node(hook.instanceId()).isPresent() || isHeldTooLong(hook)));
        remembered.addAll(noted);
        all.stream().filter(NotedHook::busy).map(NotedHook::hook).forEach(this::hold);
    }

    /** Prolongs the hook of an instance that is to be held, where that is due: also one that is not noted on its node yet. */
    public void hold(LifecycleHook hook) {
        if (!isHeldTooLong(hook)) {
            var _ = prolong(hook);
        }
    }

    /** Looks at every hook: prolongs it, or completes it. From now on we lead. */
    public synchronized void look() {
        leads = true;
        held.addAll(remembered);
        remembered.clear();
        List<NotedHook> noted = nodes.noted();
        for (NotedHook one : noted) {
            held.add(one.hook());
            if (!one.busy()) {
                complete(one, "no job runs on the node");
            } else if (isHeldTooLong(one.hook())) {
                complete(one, "it was held for the longest time allowed, " + settings.longest());
            } else if (!prolong(one.hook())) {
                LOG.warn(line("a lifecycle hook is over while jobs still run: the instance goes now", one.hook())
                        .with(LogKey.NODE, one.node()));
                forget(one);
            }
        }
        completeThoseWithoutNode(noted);
    }

    /** How many instances are held now. */
    public synchronized int held() {
        return held.size();
    }

    /** Begins the hook's time anew, where that is due. Tells false where Auto Scaling says that it is over. */
    private boolean prolong(LifecycleHook hook) {
        Instant now = clock.instant();
        prolonged.values().removeIf(last -> Duration.between(last, now).compareTo(settings.heartbeat()) >= 0);
        if (prolonged.containsKey(hook)) {
            return true;
        }
        return switch (scaling.heartbeat(hook)) {
            case AutoScaling.Answer.Done() -> {
                count("heartbeat", "done");
                prolonged.put(hook, now);
                yield true;
            }
            case AutoScaling.Answer.Over() -> {
                count("heartbeat", "over");
                yield false;
            }
            case AutoScaling.Answer.Denied(String why) -> {
                count("heartbeat", "denied");
                LOG.warn(line("a lifecycle hook may not be prolonged by us", hook)
                        .why(why));
                tryAgainSoon(hook, now);
                yield true;
            }
            case AutoScaling.Answer.Failed(String why) -> {
                count("heartbeat", "failed");
                LOG.warn(line("a lifecycle hook can't be prolonged", hook).why(why));
                tryAgainSoon(hook, now);
                yield true;
            }
        };
    }

    /** Not at each look, a second apart: that many calls would be throttled, just when they matter. */
    private void tryAgainSoon(LifecycleHook hook, Instant now) {
        prolonged.put(hook, now.plus(AGAIN).minus(settings.heartbeat()));
    }

    private void complete(NotedHook one, String why) {
        if (completed(one.hook(), why) == Completion.DONE) {
            forget(one);
        }
    }

    /** Their nodes were deleted: nothing is left to wait for. What can't be completed is over by itself at last. */
    private void completeThoseWithoutNode(List<NotedHook> noted) {
        Set<LifecycleHook> gone = new HashSet<>(held);
        noted.forEach(one -> gone.remove(one.hook()));
        gone.forEach(hook -> {
            Completion how = completed(hook, "its node is gone");
            if (how != Completion.FAILED || isHeldTooLong(hook)) {
                drop(hook);
            }
        });
    }

    private enum Completion {
        DONE,
        DENIED,
        FAILED
    }

    private Completion completed(LifecycleHook hook, String why) {
        return switch (scaling.complete(hook)) {
            case AutoScaling.Answer.Done() -> {
                count("complete", "done");
                LOG.info(line("lifecycle hook completed", hook).why(why));
                yield Completion.DONE;
            }
            case AutoScaling.Answer.Over() -> {
                count("complete", "over");
                yield Completion.DONE;
            }
            case AutoScaling.Answer.Denied(String denial) -> {
                count("complete", "denied");
                LOG.warn(line("a lifecycle hook may not be completed by us", hook)
                        .why(denial));
                yield Completion.DENIED;
            }
            case AutoScaling.Answer.Failed(String failure) -> {
                count("complete", "failed");
                LOG.warn(line("a lifecycle hook can't be completed", hook).why(failure));
                yield Completion.FAILED;
            }
        };
    }

    private void forget(NotedHook one) {
        try {
            nodes.forget(one.node(), one.hook());
            drop(one.hook());
        } catch (RuntimeException e) {
            // Completed again at the next look, which then says that it is over.
            LOG.warn(line("a lifecycle hook's note can't be taken off its node", one.hook())
                    .why(e.getMessage()));
        }
    }

    private void drop(LifecycleHook hook) {
        held.remove(hook);
        prolonged.remove(hook);
    }

    private boolean isHeldTooLong(LifecycleHook hook) {
        return Duration.between(hook.since(), clock.instant()).compareTo(settings.longest()) > 0;
    }

    private void count(String call, String result) {
        meters.counter("ondes.spot.hooks", "call", call, "result", result).increment();
    }

    private static LogLine line(String what, LifecycleHook hook) {
        return LogLine.of(what).with(LogKey.SUBJECT, hook.group() + "/" + hook.name() + "/" + hook.instanceId());
    }
}
