package dev.ondes.alerter.trust;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Takes mail, by RFC 5321, from whoever has asked for TLS before (STARTTLS, RFC 3207). */
final class FakeMailServer implements AutoCloseable {
    final List<String> mails = new CopyOnWriteArrayList<>();
    private final SSLContext tls;
    private final ServerSocket listening;

    FakeMailServer(SSLContext tls) {
        this.tls = tls;
        try {
            listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            say(client, "220 test");
            if (!talk(client, false)) {
                return;
            }
            try (SSLSocket safe = (SSLSocket) tls.getSocketFactory().createSocket(client, null, true)) {
                safe.setUseClientMode(false);
                talk(safe, true);
            }
        } catch (IOException e) {
            // The client did not believe us.
        }
    }

    /** Whether the client wants TLS now. */
    private boolean talk(Socket client, boolean safe) throws IOException {
        var lines = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String verb = line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
            switch (verb) {
                case "EHLO" -> say(client, safe ? "250 test" : "250-test\r\n250 STARTTLS");
                case "STARTTLS" -> {
                    say(client, "220 go on");
                    return true;
                }
                case "DATA" -> {
                    say(client, safe ? "354 go on" : "530 STARTTLS first");
                    if (safe) {
                        mails.add(mail(lines));
                        say(client, "250 taken");
                    }
                }
                case "QUIT" -> say(client, "221 bye");
                default -> say(client, safe ? "250 fine" : "530 STARTTLS first");
            }
        }
        return false;
    }

    private static String mail(BufferedReader lines) throws IOException {
        var mail = new StringBuilder();
        for (String line = lines.readLine(); line != null && !line.equals("."); line = lines.readLine()) {
            mail.append(line).append('\n');
        }
        return mail.toString();
    }

    private static void say(Socket client, String line) throws IOException {
        client.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        client.getOutputStream().flush();
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
