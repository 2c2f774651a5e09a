package dev.ondes.agent;

import dev.ondes.agent.orders.Orders;
import dev.ondes.agent.orders.StoppedException;
import dev.ondes.contracts.pod.AgentJob;
import dev.ondes.contracts.pod.AgentJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The agent's job on disk; the volume that holds it may come after the agent. */
final class JobFile {
    private JobFile() {}

    static AgentJob await(Path file, Duration look, Orders orders) throws IOException {
        while (!file.toFile().isFile() || file.toFile().length() == 0) {
            if (orders.podEnding()) {
                throw new StoppedException(orders.order(), "the pod ended before the job's file was there");
            }
            orders.await(look);
        }
        return AgentJson.readJob(Files.readAllBytes(file));
    }
}
