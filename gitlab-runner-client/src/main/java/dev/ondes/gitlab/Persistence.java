package dev.ondes.gitlab;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How stubbornly a call is repeated. The figures are gitlab-runner's. */
enum Persistence {
    /** Small calls: passing statuses only; a broken connection is the caller's to judge. */
    CALL(5, 5, Duration.ofMillis(100), Duration.ofSeconds(60), false),
    /** All but a final no; a GitLab that is busy (503) gets more time. */
    UPLOAD(3, 6, Duration.ofSeconds(1), Duration.ofSeconds(60), true),
    /** All but a final no. */
    DOWNLOAD(3, 3, Duration.ofSeconds(1), Duration.ofSeconds(1), true);

    private final int attempts;
    private final int attemptsWhenBusy;
    private final Duration first;
    private final Duration limit;
    private final boolean overBrokenConnections;

    Persistence(int attempts, int attemptsWhenBusy, Duration first, Duration limit, boolean overBrokenConnections) {
        this.attempts = attempts;
        this.attemptsWhenBusy = attemptsWhenBusy;
        this.first = first;
        this.limit = limit;
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
                    case 201, 403, 405, 413 -> false;
                    default -> true;
                };
            case DOWNLOAD ->
                switch (reply.status()) {
                    case 200, 401, 403, 404 -> false;
                    default -> true;
                };
        };
    }

    /** How many attempts in all, where the latest one ended with this status. */
    int attempts(int status) {
        return status == 503 ? attemptsWhenBusy : attempts;
    }

    Backoff backoff(RandomGenerator random) {
        return new Backoff(first, limit, random);
    }
}
