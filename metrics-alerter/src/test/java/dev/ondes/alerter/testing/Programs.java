package dev.ondes.alerter.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Programs of this machine that tests need. Without one a test is skipped, saying so; in CI it fails. */
public final class Programs {
    private Programs() {}

    /** Where it is, or no test. */
    public static Path need(String name) {
        Path program = Path.of("/usr/bin", name);
        boolean there = Files.isExecutable(program);
        if (!there && "true".equals(System.getenv("CI"))) {
            throw new IllegalStateException("no " + name + " on this machine");
        }
        Assumptions.assumeTrue(there, "no " + name + " on this machine");
        return program;
    }

    /** A port that was free a moment ago. */
    public static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
