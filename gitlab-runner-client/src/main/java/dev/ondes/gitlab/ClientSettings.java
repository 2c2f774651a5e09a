package dev.ondes.gitlab;

import dev.ondes.authorities.Authorities;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * How a client talks to GitLab. {@link #defaults()} is what a service wants; proxies are the JDK's
 * ({@code https.proxyHost} and its kin).
 *
 * @param userAgent sent with each request
 * @param connectLimit for a connection to be up
 * @param callLimit for an ordinary call, body included
 * @param longPollLimit for a job request; GitLab may hold one for 60 s
 * @param transferLimit for one attempt to move an artifact
 * @param authorities whose word about GitLab's identity is taken
 * @param clock tells how far off {@code RateLimit-ResetTime} is, where the answer has no {@code Date}
 * @param pause waits between attempts
 * @param random spreads waits and makes request ids; used by many threads at once
 */
public record ClientSettings(
        String userAgent,
        Duration connectLimit,
        Duration callLimit,
        Duration longPollLimit,
        Duration transferLimit,
        Authorities authorities,
        Clock clock,
        Pause pause,
        RandomGenerator random) {

    public static ClientSettings defaults() {
        return new ClientSettings(
                "ondes",
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                Duration.ofSeconds(90),
                Duration.ofHours(1),
                Authorities.USUAL,
                Clock.systemUTC(),
                ClientSettings::sitOut,
                () -> ThreadLocalRandom.current().nextLong());
    }

    /** Waits until the time is over or the thread is interrupted. */
    private static void sitOut(Duration duration) throws InterruptedException {
        new CountDownLatch(1).await(duration.toNanos(), TimeUnit.NANOSECONDS);
    }

    public ClientSettings withUserAgent(String agent) {
        return new ClientSettings(
                agent, connectLimit, callLimit, longPollLimit, transferLimit, authorities, clock, pause, random);
    }

    public ClientSettings withAuthorities(Authorities believed) {
        return new ClientSettings(
                userAgent, connectLimit, callLimit, longPollLimit, transferLimit, believed, clock, pause, random);
    }

    public ClientSettings withLimits(Duration connect, Duration call, Duration longPoll, Duration transfer) {
        return new ClientSettings(userAgent, connect, call, longPoll, transfer, authorities, clock, pause, random);
    }

    public ClientSettings withTime(Clock newClock, Pause newPause) {
        return new ClientSettings(
                userAgent,
                connectLimit,
                callLimit,
                longPollLimit,
                transferLimit,
                authorities,
                newClock,
                newPause,
                random);
    }
}
