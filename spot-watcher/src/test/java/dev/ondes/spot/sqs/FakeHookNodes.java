package dev.ondes.spot.sqs;

import dev.ondes.spot.sqs.hook.HookNodes;
import dev.ondes.spot.sqs.read.LifecycleHook;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Nodes named after their instances; a node's API server may be away. */
public final class FakeHookNodes implements HookNodes {
    private final Set<String> nodes = ConcurrentHashMap.newKeySet();
    private final Set<String> ready = ConcurrentHashMap.newKeySet();
    private final Set<String> busy = ConcurrentHashMap.newKeySet();
    private final Map<LifecycleHook, String> notes = new LinkedHashMap<>();
    private volatile boolean away;

    public FakeHookNodes has(String instance) {
        nodes.add(instance);
        return this;
    }

    void ready(String instance) {
        nodes.add(instance);
        ready.add(instance);
    }

    public void busy(String instance, boolean isBusy) {
        if (isBusy) {
            busy.add("node-" + instance);
        } else {
            busy.remove("node-" + instance);
        }
    }

    public void away(boolean isAway) {
        away = isAway;
    }

    public synchronized void delete(String instance) {
        nodes.remove(instance);
        notes.values().removeIf(("node-" + instance)::equals);
    }

    @Override
    public boolean isReady(String instanceId) {
        return ready.contains(instanceId);
    }

    @Override
    public Optional<String> node(String instanceId) {
        return nodes.contains(instanceId) ? Optional.of("node-" + instanceId) : Optional.empty();
    }

    @Override
    public synchronized boolean note(String node, LifecycleHook hook) {
        if (!away) {
            notes.put(hook, node);
        }
        return !away;
    }

    @Override
    public synchronized List<NotedHook> noted() {
        return notes.entrySet().stream()
                .map(note -> new NotedHook(note.getValue(), note.getKey(), busy.contains(note.getValue())))
                .toList();
    }

    @Override
    public synchronized void forget(String node, LifecycleHook hook) {
        if (away) {
            throw new IllegalStateException("the API server is away");
        }
        notes.remove(hook);
    }
}
