package dev.ondes.scheduler.place;

import dev.ondes.contracts.event.JobQueued;
import java.time.Duration;
import java.util.Optional;

/** How long jobs usually take. */
@FunctionalInterface
public interface JobLengths {

    /** Of jobs of that name in that project; empty where too little is known. */
    Optional<Duration> usual(JobQueued job);
}
