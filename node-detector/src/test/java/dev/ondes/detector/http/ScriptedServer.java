package dev.ondes.detector.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers requests without a body with given bytes, one after the other; for what a proper server never does. */
final class ScriptedServer implements AutoCloseable {
    /** In place of an answer: close the connection. */
    static final String CLOSE = "close";
    /** At an answer's end: then close the connection. */
    static final String THEN_CLOSE = "\0";
    /** At an answer's end: then say no more, and keep it open. */
    static final String THEN_HANG = "\1";

    final List<String> requests = new CopyOnWriteArrayList<>();
    final AtomicInteger connections = new AtomicInteger();

    private final ServerSocket socket;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicInteger next = new AtomicInteger();
    private final List<String> answers;

    ScriptedServer(String... answers) throws IOException {
        this(InetAddress.getLoopbackAddress(), answers);
    }

    ScriptedServer(InetAddress address, String... answers) throws IOException {
        this.socket = new ServerSocket(0, 50, address);
        this.answers = List.of(answers);
        Thread.ofVirtual().start(this::accept);
    }

    Endpoint endpoint() {
        return new Endpoint(false, socket.getInetAddress().getHostAddress(), socket.getLocalPort(), "/base");
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = socket.accept();
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(connection));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            for (String head = head(connection.getInputStream());
                    !head.isEmpty();
                    head = head(connection.getInputStream())) {
                requests.add(head);
                String answer = answers.get(next.getAndIncrement());
                if (answer.equals(CLOSE)) {
                    return;
                }
                OutputStream out = connection.getOutputStream();
                out.write(answer.replace(THEN_CLOSE, "").replace(THEN_HANG, "").getBytes(ISO_8859_1));
                out.flush();
                if (answer.endsWith(THEN_HANG)) {
                    closed.await();
                }
                if (answer.endsWith(THEN_CLOSE)) {
                    return;
                }
            }
        } catch (IOException e) {
            // The other side has gone.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int letter = in.read();
            if (letter < 0) {
                return "";
            }
            head.append((char) letter);
        }
        return head.toString();
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        socket.close();
    }
}
