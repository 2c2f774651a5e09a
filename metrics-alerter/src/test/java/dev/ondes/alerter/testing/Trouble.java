package dev.ondes.alerter.testing;

import java.time.Instant;

/** What befalls a simulated fleet. */
public sealed interface Trouble {
    Instant from();

    Instant until();

    default boolean at(Instant time) {
        return !time.isBefore(from()) && time.isBefore(until());
    }

    /** Each minute so many running jobs of the class lose their nodes; they fail, since their scripts had begun. */
    record SpotStorm(String jobClass, Instant from, Instant until, int jobsPerMinute) implements Trouble {}

    /** Nobody can push, nothing is taken, and ends are told only afterwards. */
    record GitLabOutage(Instant from, Instant until) implements Trouble {}

    /** That part of the class' scripts fails. */
    record BrokenPipeline(String jobClass, Instant from, Instant until, double part) implements Trouble {}

    /** The class has no room: what runs ends, and nothing is taken. */
    record NoRoom(String jobClass, Instant from, Instant until) implements Trouble {}

    /** Nothing is heard; afterwards all of it is, at once. */
    record BrokerGone(Instant from, Instant until) implements Trouble {}

    /** No pod-scheduler lives: it says nothing, nothing is taken, and ends are found later. */
    record SchedulersGone(Instant from, Instant until) implements Trouble {}

    /** One job is taken at the beginning, and found to be unschedulable only at the end. */
    record StuckJob(String jobClass, Instant from, Instant until) implements Trouble {}
}
