package dev.ondes.alerter.reconcile;

import dev.ondes.alerter.fleet.Snapshot;
import dev.ondes.alerter.settings.AlerterSettings;
import dev.ondes.authorities.Authorities;
import dev.ondes.contracts.event.Event;
import dev.ondes.gitlab.ClientSettings;
import dev.ondes.gitlab.GitLabClient;
import dev.ondes.messaging.Events;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** A {@link Reconciler} by the settings. */
public final class Reconciliation {
    private static final String KEYS = "ondes.alerter.reconcile.";

    private Reconciliation() {}

    /**
     * Empty without a token.
     *
     * @param turn whether this replica asks, now
     * @param counts asked for where GitLab is: nobody should see an old figure who does not ask
     * @throws IllegalArgumentException naming key and fix
     */
    public static Optional<Reconciler> of(
            AlerterSettings settings,
            Authorities authorities,
            Supplier<Snapshot> fleet,
            BooleanSupplier turn,
            Events events,
            Event.Factory factory,
            Supplier<ReconcileCounts> counts,
            Clock clock) {
        AlerterSettings.Reconcile reconcile = settings.reconcile();
        if (reconcile.tokenFile().isEmpty()) {
            return Optional.empty();
        }
        URI gitlab = settings.gitlabUrl()
                .orElseThrow(
                        () -> new IllegalArgumentException(
                                KEYS
                                        + "token-file is set, and ondes.alerter.gitlab-url is not: name the GitLab that the token is for"));
        if (reconcile.callsPerMinute() < 1) {
            throw new IllegalArgumentException(KEYS + "calls-per-minute must be at least 1; without " + KEYS
                    + "token-file GitLab is not asked at all");
        }
        if (reconcile.every().isZero() || reconcile.every().isNegative()) {
            throw new IllegalArgumentException(KEYS + "every must be longer than nothing, such as 1m");
        }
        Path token = reconcile.tokenFile().get();
        check(token);
        var client = new GitLabClient(
                gitlab,
                ClientSettings.defaults().withUserAgent("ondes-metrics-alerter").withAuthorities(authorities));
        return Optional.of(new Reconciler(new Reconciler.Parts(
                new TokenGitLab(client, token),
                new Scope(reconcile.projects().orElse(Set.of()), gitlab.toString()),
                fleet,
                turn,
                events,
                factory,
                counts.get(),
                clock,
                reconcile.every(),
                settings.model().unknownAfter().dividedBy(2),
                reconcile.callsPerMinute())));
    }

    private static void check(Path token) {
        try {
            if (Files.readString(token).isBlank()) {
                throw new IllegalArgumentException(KEYS + "token-file: " + token + " is empty");
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(KEYS + "token-file: " + token + " can't be read", e);
        }
    }
}
