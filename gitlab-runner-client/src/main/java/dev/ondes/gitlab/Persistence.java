package dev.ondes.gitlab;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How stubbornly a call is repeated. The figures are gitlab-runner's. */
enum Persistence {
    /** Small calls: passing statuses only; a broken connection is the caller's to judge. */
    CALL(5, 5, Duration.ofMillis(100), true, false),
    /** All but a final no; a GitLab that is busy (503) gets more time. */
    UPLOAD(3, 6, Duration.ofSeconds(1), true, true),
    /** All but a final no. */
    DOWNLOAD(3, 3, Duration.ofSeconds(1), false, true);

    private final int attempts;
    private final int attemptsWhenBusy;
    private final Duration first;
    private final boolean doubling;
    private final boolean overBrokenConnections;

    Persistence(int attempts, int attemptsWhenBusy, Duration first, boolean doubling, boolean overBrokenConnections) {
        this.attempts = attempts;
        this.attemptsWhenBusy = attemptsWhenBusy;
        this.first = first;
        this.doubling = doubling;
        this.overBrokenConnections = overBrokenConnections;
    }

    boolean overBrokenConnections() {
        return overBrokenConnections;
    }

    boolean worthAnotherAttempt(Reply reply) {
        return switch (this) {
            case CALL -> reply.passing();
            case UPLOAD ->
                switch (reply.status()) {
                    case 201, 405, 413 -> false;
                    case 403 -> reply.foreignToArtifacts();
                    default -> true;
                };
            case DOWNLOAD ->
                switch (reply.status()) {
                    case 200 -> false;
                    case 401, 403, 404 -> reply.foreignToArtifacts();
                    default -> true;
                };
        };
    }

    /** How many attempts in all, where the latest one ended with this status. */
    int attempts(int status) {
        return status == 503 ? attemptsWhenBusy : attempts;
    }

    /** How long to wait after this attempt, from 1, spread by up to a quarter so that many callers don't come back at once. */
    Duration pause(int attempt, RandomGenerator random) {
        Duration pause = doubling ? first.multipliedBy(1L << (attempt - 1)) : first;
        return pause.plusNanos((long) (pause.toNanos() / 4.0 * random.nextDouble()));
    }
}
