package dev.ondes.dispatcher.testing;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.seal.KeyRing;
import dev.ondes.dispatcher.capacity.Permits;
import dev.ondes.dispatcher.handover.GiveBack;
import dev.ondes.dispatcher.handover.GivingBack;
import dev.ondes.dispatcher.handover.HandOver;
import dev.ondes.dispatcher.handover.TakenJob;
import dev.ondes.dispatcher.handover.TakenJobs;
import dev.ondes.dispatcher.intake.AskingLoop;
import dev.ondes.dispatcher.intake.Refusals;
import dev.ondes.dispatcher.intake.Runner;
import dev.ondes.dispatcher.stopping.Stop;
import dev.ondes.dispatcher.telemetry.Failures;
import dev.ondes.dispatcher.telemetry.Meters;
import dev.ondes.gitlab.GitLabClient;
import dev.ondes.gitlab.JobPayload;
import dev.ondes.gitlab.Pause;
import dev.ondes.gitlab.RunnerInfo;
import dev.ondes.gitlab.RunnerToken;
import dev.ondes.messaging.Events;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** Parts that most tests put together alike. */
public final class Wiring {
    /** When the clocks of tests stand still at first. */
    public static final Instant START = Instant.parse("2026-05-01T12:00:00Z");

    public static final URI GITLAB_URL = URI.create("https://gitlab.example.com");

    private Wiring() {}

    public static KeyRing keyRing(String id) {
        return KeyRing.parse(id + ": MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");
    }

    public static Event.Factory factory(Clock clock) {
        var number = new AtomicInteger();
        return new Event.Factory("/job-dispatcher", clock, () -> "event-" + number.incrementAndGet());
    }

    public static TakenJobs takenJobs(Clock clock, KeyRing keyRing) {
        return new TakenJobs(factory(clock), keyRing, GITLAB_URL, new Random(1));
    }

    public static JobPayload payload(long id) {
        try {
            return JobPayload.parse(new ObjectMapper().readTree(FakeGitLab.payload(id)));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A job as if GitLab had just given it. */
    public static TakenJob takenJob(long id, Clock clock, KeyRing keyRing) {
        byte[] raw = FakeGitLab.payload(id).getBytes(StandardCharsets.UTF_8);
        return takenJobs(clock, keyRing).of("small", payload(id), raw, clock.instant());
    }

    /** What an asking loop needs; its chance is always the same. */
    public static AskingLoop.Tools tools(
            Permits permits,
            HandOver handOver,
            GivingBack givingBack,
            Events events,
            Stop stop,
            Runnable answerLost,
            Meters meters,
            Clock clock) {
        return new AskingLoop.Tools(
                permits,
                takenJobs(clock, keyRing("k1")),
                handOver,
                new Refusals(handOver, givingBack, failures(events, clock)),
                stop,
                answerLost,
                meters,
                clock,
                new Random(7));
    }

    public static Failures failures(Events events, Clock clock) {
        return new Failures(events, factory(clock));
    }

    /** @param rest of whatever waits: within a try and between two */
    public static GivingBack givingBack(
            GitLabClient client, Pause rest, Events events, Stop stop, Clock clock, Meters meters) {
        return new GivingBack(
                new GivingBack.Parts(new GiveBack(client, rest), failures(events, clock), stop, rest, clock, meters));
    }

    public static Runner runner(String token, GitLabClient client) {
        return new Runner("small", RunnerToken.of(token), "r_abcdefghijkl", RunnerInfo.ondes("1", ""), client);
    }

    public static Meters meters() {
        return new Meters(new SimpleMeterRegistry());
    }
}
