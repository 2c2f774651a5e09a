package dev.ondes.images.watch;

import dev.ondes.images.build.Build;
import dev.ondes.images.job.JobReader;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;

/**
 * What is seen of one build at some moment; may lag behind what was done.
 *
 * @param jobs those that build, the head among them
 * @param sbomJobs those that list what is in its images
 */
public record Sight(Job head, List<Job> jobs, List<Pod> pods, List<Job> sbomJobs, List<Pod> sbomPods) {
    public Sight {
        jobs = List.copyOf(jobs);
        pods = List.copyOf(pods);
        sbomJobs = List.copyOf(sbomJobs);
        sbomPods = List.copyOf(sbomPods);
    }

    /** Of all its Jobs and pods. */
    public Sight(Job head, List<Job> jobs, List<Pod> pods) {
        this(head, of(jobs, false), of(pods, false), of(jobs, true), of(pods, true));
    }

    private static <T extends HasMetadata> List<T> of(List<T> objects, boolean sbom) {
        return objects.stream().filter(one -> JobReader.isSbom(one) == sbom).toList();
    }

    /** The build as its head records it. */
    public Build build() {
        return JobReader.build(head);
    }
}
