package dev.ondes.agent;

import dev.ondes.contracts.net.Proxies;
import dev.ondes.contracts.pod.AgentReport;
import java.net.ProxySelector;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * The process: runs the {@link Agent}, tells it when the kubelet wants it to end, and ends with 0 where it left a report, 1
 * where it left none.
 */
public final class AgentMain {
    private AgentMain() {}

    public static void main(String[] arguments) {
        Clock clock = Clock.systemUTC();
        useProxies(Proxies.of(System.getenv()));
        Agent agent = new Agent(AgentSettings.of(System.getenv()), clock);
        CountDownLatch never = new CountDownLatch(1);
        // TERM begins the JVM's end, which waits for this hook; the agent then ends the process itself, in its own
        // time.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            agent.podEnds();
            awaitUninterruptibly(never);
        }));
        Runtime.getRuntime().halt(run(agent, clock));
    }

    /** Before any client is made: each asks for the JVM's selector once, then. */
    private static void useProxies(Proxies proxies) {
        if (!proxies.equals(Proxies.NONE)) {
            ProxySelector.setDefault(new EnvironmentProxies(proxies));
        }
    }

    private static int run(Agent agent, Clock clock) {
        try {
            @Nullable AgentReport report = agent.run();
            return report == null ? 1 : 0;
        } catch (Throwable e) {
            new AgentLog(clock, "job=?").say("failed", Problems.where(e));
            return 1;
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        while (true) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                // The JVM ends by halt, not by this thread.
            }
        }
    }
}
