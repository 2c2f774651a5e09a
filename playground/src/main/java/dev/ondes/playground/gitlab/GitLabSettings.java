package dev.ondes.playground.gitlab;

import dev.ondes.playground.gitlab.hooks.HookChaos;
import dev.ondes.playground.gitlab.pipelines.Limits;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * How a simulated GitLab is started.
 *
 * @param listen port 0 for a free one
 * @param url how others reach it; null where that is the address it listens on
 * @param data folder for repositories, logs and artifacts; made where it isn't there
 * @param adminToken null for a random one
 * @param registrationToken for {@code POST /runners}; null where registration tokens are switched off
 * @param webhook told of every job and pipeline
 * @param hookChaos what happens to webhooks on their way
 * @param enforcesClocks drops jobs whose time is over by itself, once a second
 */
public record GitLabSettings(
        InetSocketAddress listen,
        @Nullable URI url,
        Path data,
        @Nullable String adminToken,
        @Nullable String registrationToken,
        @Nullable URI webhook,
        @Nullable String webhookSecret,
        HookChaos hookChaos,
        Limits limits,
        Clock clock,
        boolean enforcesClocks) {

    /** A free port of this machine, limits as GitLab documents them, no webhook. */
    public static GitLabSettings in(Path data) {
        return new GitLabSettings(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                null,
                data,
                null,
                null,
                null,
                null,
                HookChaos.NONE,
                Limits.DOCUMENTED,
                Clock.systemUTC(),
                true);
    }

    public GitLabSettings withLimit(String name, Object value) {
        return withLimits(limits.with(name, value));
    }

    public GitLabSettings withLimits(Limits changed) {
        return new GitLabSettings(
                listen,
                url,
                data,
                adminToken,
                registrationToken,
                webhook,
                webhookSecret,
                hookChaos,
                changed,
                clock,
                enforcesClocks);
    }

    public GitLabSettings withWebhook(URI receiver, String secret) {
        return new GitLabSettings(
                listen,
                url,
                data,
                adminToken,
                registrationToken,
                receiver,
                secret,
                hookChaos,
                limits,
                clock,
                enforcesClocks);
    }

    public GitLabSettings withHookChaos(HookChaos chaos) {
        return new GitLabSettings(
                listen,
                url,
                data,
                adminToken,
                registrationToken,
                webhook,
                webhookSecret,
                chaos,
                limits,
                clock,
                enforcesClocks);
    }

    public GitLabSettings withRegistrationToken(String token) {
        return new GitLabSettings(
                listen, url, data, adminToken, token, webhook, webhookSecret, hookChaos, limits, clock, enforcesClocks);
    }

    /** For tests that move the time: then {@link GitLab#enforceClocks} is theirs to call. */
    public GitLabSettings withClock(Clock other) {
        return new GitLabSettings(
                listen,
                url,
                data,
                adminToken,
                registrationToken,
                webhook,
                webhookSecret,
                hookChaos,
                limits,
                other,
                false);
    }

    /** Holds secrets. */
    @Override
    public String toString() {
        return "GitLabSettings[listen=" + listen + ", data=" + data + "]";
    }
}
