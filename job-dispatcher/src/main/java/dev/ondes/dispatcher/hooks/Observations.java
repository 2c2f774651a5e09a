package dev.ondes.dispatcher.hooks;

import dev.ondes.contracts.event.JobObserved;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Passes on where jobs stand, each standing once: a pipeline's webhook repeats all of its jobs whenever one of them changes, and many
 * jobs have a webhook of their own beside. Remembers a bounded number of jobs; one that was forgotten is said again, which harms
 * nobody. Thread-safe.
 */
public final class Observations {
    private final Outbox<JobObserved> outbox;
    private final Map<Long, Known> last;

    /** @param said done when the broker has it, or it was dropped */
    private record Known(JobObserved job, CompletableFuture<Void> said) {}

    public Observations(Outbox<JobObserved> outbox, int remembered) {
        this.outbox = outbox;
        this.last = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Long, Known> eldest) {
                return size() > remembered;
            }
        };
    }

    /**
     * Passes on what is new of this.
     *
     * @return done when all of it, by this call or an earlier one, was said or dropped
     */
    public CompletableFuture<Void> heard(Collection<JobObserved> jobs) {
        return CompletableFuture.allOf(jobs.stream().map(this::heard).toArray(CompletableFuture<?>[]::new));
    }

    private CompletableFuture<Void> heard(JobObserved job) {
        var news = new Known(job, new CompletableFuture<>());
        Optional<Known> before = remember(news);
        if (before.isPresent()) {
            return before.get().said;
        }
        var _ = outbox.offer(job, said -> {
            if (!said) {
                forget(news);
            }
            news.said.complete(null);
        });
        return news.said;
    }

    /** Gives what is passed on already, where that tells the same standing. */
    private synchronized Optional<Known> remember(Known news) {
        Known before = last.put(news.job.jobId(), news);
        if (before == null || !standing(before.job).equals(standing(news.job))) {
            return Optional.empty();
        }
        last.put(news.job.jobId(), before);
        return Optional.of(before);
    }

    /** What was dropped is said by the next webhook that tells it; a later standing is another matter. */
    private synchronized void forget(Known dropped) {
        last.remove(dropped.job.jobId(), dropped);
    }

    /** Job and pipeline webhooks differ in what else they know. */
    private static String standing(JobObserved job) {
        return job.status() + ' ' + job.failureReason() + ' ' + job.runnerId();
    }
}
