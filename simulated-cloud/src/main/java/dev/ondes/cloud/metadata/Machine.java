package dev.ondes.cloud.metadata;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A machine of a cloud, as its own metadata service tells of it. Thread-safe. */
public abstract sealed class Machine permits AwsMachine, GcpMachine, AzureMachine {
    private static final int ALWAYS = Integer.MAX_VALUE;

    private final Faults faults = new Faults();
    private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();

    /** From now on, until {@link #heal}. */
    public final void failWith(Fault fault) {
        failAt("", fault, Duration.ofSeconds(5), ALWAYS);
    }

    /**
     * For certain requests alone.
     *
     * @param path what their path has in it
     * @param delay of {@link Fault#SLOW}
     * @param times for so many requests
     */
    public final void failAt(String path, Fault fault, Duration delay, int times) {
        faults.set(fault, path, delay, times);
    }

    public final void heal() {
        faults.clear();
    }

    /** How often this path was asked for, with whatever answer. */
    public final int calls(String path) {
        return calls.getOrDefault(path, new AtomicInteger()).get();
    }

    /** How often anything was asked for. */
    public final int calls() {
        return calls.values().stream().mapToInt(AtomicInteger::get).sum();
    }

    /** Which cloud: {@code aws}, {@code gcp}, {@code azure}. */
    public abstract String cloud();

    final Faults faults() {
        return faults;
    }

    final void count(Call call) {
        calls.computeIfAbsent(call.path(), path -> new AtomicInteger()).incrementAndGet();
    }

    abstract Reply answer(Call call) throws InterruptedException;
}
