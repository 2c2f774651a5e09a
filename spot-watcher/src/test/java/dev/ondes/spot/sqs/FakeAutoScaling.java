package dev.ondes.spot.sqs;

import dev.ondes.spot.sqs.hook.AutoScaling;
import dev.ondes.spot.sqs.read.LifecycleHook;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Notes calls; answers as it is told. */
public final class FakeAutoScaling implements AutoScaling {
    private final List<LifecycleHook> completed = new CopyOnWriteArrayList<>();
    private final List<LifecycleHook> heartbeats = new CopyOnWriteArrayList<>();
    private volatile Answer answer = new Answer.Done();

    public void answer(Answer next) {
        answer = next;
    }

    public List<LifecycleHook> completed() {
        return completed;
    }

    public List<LifecycleHook> heartbeats() {
        return heartbeats;
    }

    @Override
    public Answer complete(LifecycleHook hook) {
        completed.add(hook);
        return answer;
    }

    @Override
    public Answer heartbeat(LifecycleHook hook) {
        heartbeats.add(hook);
        return answer;
    }
}
