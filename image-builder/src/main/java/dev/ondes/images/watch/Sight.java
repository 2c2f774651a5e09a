package dev.ondes.images.watch;

import dev.ondes.images.build.Build;
import dev.ondes.images.job.JobReader;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;

/**
 * What is seen of one build at some moment; may lag behind what was done.
 *
 * @param jobs all of its Jobs, the head among them
 */
public record Sight(Job head, List<Job> jobs, List<Pod> pods) {
    public Sight {
        jobs = List.copyOf(jobs);
        pods = List.copyOf(pods);
    }

    /** The build as its head records it. */
    public Build build() {
        return JobReader.build(head);
    }
}
