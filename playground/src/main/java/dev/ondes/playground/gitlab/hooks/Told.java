package dev.ondes.playground.gitlab.hooks;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What receivers know: which deliveries are still under way, and since when it is told that a job is pending. Thread-safe. */
final class Told {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Map<Long, Instant> pending = new HashMap<>();
    private int underWay;

    void leaves() {
        lock.lock();
        try {
            underWay++;
        } finally {
            lock.unlock();
        }
    }

    /** Nothing more comes of it. */
    void arrived() {
        lock.lock();
        try {
            underWay--;
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** A receiver took this body. */
    void taken(JsonNode body, Instant now) {
        if (body.path("object_kind").asText().equals("build")) {
            taken(body.path("build_id").asLong(), body.path("build_status").asText(), now);
        }
        body.path("builds")
                .forEach(build ->
                        taken(build.path("id").asLong(), build.path("status").asText(), now));
    }

    private void taken(long job, String status, Instant now) {
        if (status.equals("pending")) {
            lock.lock();
            try {
                pending.putIfAbsent(job, now);
            } finally {
                lock.unlock();
            }
        }
    }

    Optional<Instant> pendingSince(long job) {
        lock.lock();
        try {
            return Optional.ofNullable(pending.get(job));
        } finally {
            lock.unlock();
        }
    }

    /** Waits, at most so long, until nothing is under way; tells whether that is so. */
    boolean awaitAll(Duration limit) throws InterruptedException {
        lock.lock();
        try {
            long left = limit.toNanos();
            while (underWay > 0 && left > 0) {
                left = arrived.awaitNanos(left);
            }
            return underWay == 0;
        } finally {
            lock.unlock();
        }
    }
}
