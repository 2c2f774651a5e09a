package dev.ondes.playground.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the platform's programs run: the address on which they listen so that the pods reach them, and what must stand
 * before a command so that it runs there. A cluster says which place is its own.
 *
 * @param address such as {@code 127.0.0.1}
 * @param prefix empty for this machine's own network
 */
public record Place(String address, List<String> prefix) {
    /** This machine's loopback. */
    public static final Place LOOPBACK = new Place("127.0.0.1", List.of());

    private static final int FIRST = 20_000;
    private static final int BEYOND = 30_000;
    /** System property: which one this is of programs that run side by side, from 0; each begins elsewhere. */
    private static final String NUMBER = "ondes.fork";

    private static int next = FIRST
            + (Integer.getInteger(NUMBER, 0) * 2_500
                            + (int) (ProcessHandle.current().pid() % 125) * 20)
                    % (BEYOND - FIRST);

    /** Copies the list. */
    public Place {
        prefix = List.copyOf(prefix);
    }

    public List<String> command(List<String> command) {
        List<String> whole = new ArrayList<>(prefix);
        whole.addAll(command);
        return whole;
    }

    /**
     * A port that is free here now. Taken from below the kernel's range for outgoing connections, so that none of those
     * takes it before its server is up; for a place with a network of its own no port can be tried from outside, and
     * the playground's servers are alone there.
     */
    public int freePort() {
        synchronized (Place.class) {
            while (true) {
                int port = next++;
                if (next >= BEYOND) {
                    next = FIRST;
                }
                if (!prefix.isEmpty() || isFree(port)) {
                    return port;
                }
            }
        }
    }

    private boolean isFree(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getByName(address))) {
            return socket.isBound();
        } catch (java.net.BindException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
