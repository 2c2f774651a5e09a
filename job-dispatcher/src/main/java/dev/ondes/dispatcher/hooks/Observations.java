package dev.ondes.dispatcher.hooks;

import dev.ondes.contracts.event.JobObserved;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Passes on where jobs stand, each standing once: a pipeline's webhook repeats all of its jobs whenever one of them changes, and many
 * jobs have a webhook of their own beside. Remembers a bounded number of jobs; one that was forgotten is said again, which harms
 * nobody. Thread-safe.
 */
public final class Observations {
    private final Outbox<JobObserved> outbox;
    private final Map<Long, JobObserved> last;

    public Observations(Outbox<JobObserved> outbox, int remembered) {
        this.outbox = outbox;
        this.last = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Long, JobObserved> eldest) {
                return size() > remembered;
            }
        };
    }

    public void heard(Iterable<JobObserved> jobs) {
        jobs.forEach(this::heard);
    }

    private void heard(JobObserved job) {
        if (isNews(job)) {
            var _ = outbox.offer(job, () -> forget(job));
        }
    }

    private synchronized boolean isNews(JobObserved job) {
        JobObserved before = last.put(job.jobId(), job);
        return before == null || !standing(before).equals(standing(job));
    }

    /** What was dropped is said by the next webhook that tells it; a later standing is another matter. */
    private synchronized void forget(JobObserved job) {
        last.remove(job.jobId(), job);
    }

    /** Job and pipeline webhooks differ in what else they know. */
    private static String standing(JobObserved job) {
        return job.status() + ' ' + job.failureReason() + ' ' + job.runnerId();
    }
}
