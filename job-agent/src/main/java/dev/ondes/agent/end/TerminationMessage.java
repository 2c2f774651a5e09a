package dev.ondes.agent.end;

import dev.ondes.contracts.pod.AgentJson;
import dev.ondes.contracts.pod.AgentReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The agent's report where the kubelet looks for it; each one replaces the one before. */
public final class TerminationMessage {
    private final Path file;

    public TerminationMessage(Path file) {
        this.file = file;
    }

    /** Written in place: the kubelet has mounted the file itself. */
    public void write(AgentReport report) throws IOException {
        Files.write(file, AgentJson.write(report));
    }
}
