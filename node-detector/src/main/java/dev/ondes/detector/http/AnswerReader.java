package dev.ondes.detector.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Reads answers from a socket; each has a limit of time as a whole, however slowly it drips, and one of size. */
final class AnswerReader {
    private static final int LONGEST_LINE = 8 * 1024;
    private static final int MOST_HEADERS = 100;
    private static final int LARGEST_BODY = 256 * 1024;

    private final Socket socket;
    private final byte[] buffer = new byte[2048];
    private int position;
    private int end;
    private long deadline;

    AnswerReader(Socket socket) {
        this.socket = socket;
    }

    /** @param nanoTime when to give up, by {@link System#nanoTime()} */
    Answer read(long nanoTime) throws IOException {
        deadline = nanoTime;
        int status;
        Map<String, String> headers;
        do {
            status = status(line());
            headers = headers();
        } while (status < 200);
        return new Answer(status, headers, body(status, headers));
    }

    /** No byte of an answer that nobody asked for is waiting. */
    boolean isClean() {
        return position == end;
    }

    private static int status(String line) throws ProtocolException {
        String[] parts = line.split(" ", 3);
        try {
            if (parts.length > 1 && parts[0].startsWith("HTTP/1.")) {
                return Integer.parseInt(parts[1]);
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw new ProtocolException("the answer isn't HTTP");
    }

    private Map<String, String> headers() throws IOException {
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon < 1 || headers.size() == MOST_HEADERS) {
                throw new ProtocolException("the answer's headers can't be read");
            }
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return headers;
    }

    private byte[] body(int status, Map<String, String> headers) throws IOException {
        if (status == 204 || status == 304) {
            return new byte[0];
        }
        if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
            return chunks();
        }
        @Nullable String length = headers.get("content-length");
        if (length == null) {
            headers.put("connection", "close");
            return rest();
        }
        var bytes = new ByteArrayOutputStream();
        copy(size(length, 10), bytes);
        return bytes.toByteArray();
    }

    private byte[] chunks() throws IOException {
        var bytes = new ByteArrayOutputStream();
        while (true) {
            int size = size(line().split(";", 2)[0], 16);
            if (size == 0) {
                headers();
                return bytes.toByteArray();
            }
            copy(size, bytes);
            line();
        }
    }

    private byte[] rest() throws IOException {
        var bytes = new ByteArrayOutputStream();
        for (int next = next(); next >= 0; next = next()) {
            bytes.write(next);
            limit(bytes.size());
        }
        return bytes.toByteArray();
    }

    private void copy(int size, ByteArrayOutputStream to) throws IOException {
        limit(to.size() + size);
        for (int left = size; left > 0; ) {
            if (position == end && !fill()) {
                throw new EOFException("the answer ended early");
            }
            int piece = Math.min(left, end - position);
            to.write(buffer, position, piece);
            position += piece;
            left -= piece;
        }
    }

    private static int size(String text, int radix) throws ProtocolException {
        try {
            int size = Integer.parseInt(text.strip(), radix);
            if (size >= 0) {
                return size;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw new ProtocolException("the answer's length can't be read");
    }

    private static void limit(int size) throws ProtocolException {
        if (size > LARGEST_BODY) {
            throw new ProtocolException("the answer is longer than " + LARGEST_BODY / 1024 + " KiB");
        }
    }

    private String line() throws IOException {
        var line = new StringBuilder(80);
        for (int next = next(); next != '\n'; next = next()) {
            if (next < 0) {
                throw new EOFException("the connection was closed");
            }
            if (line.length() == LONGEST_LINE) {
                throw new ProtocolException("the answer's headers are too long");
            }
            line.append((char) next);
        }
        int length = line.length();
        return length > 0 && line.charAt(length - 1) == '\r' ? line.substring(0, length - 1) : line.toString();
    }

    private int next() throws IOException {
        return position == end && !fill() ? -1 : buffer[position++] & 0xff;
    }

    private boolean fill() throws IOException {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
            throw new SocketTimeoutException("no whole answer in time");
        }
        socket.setSoTimeout((int) Math.min(left, Integer.MAX_VALUE));
        position = 0;
        end = Math.max(0, socket.getInputStream().read(buffer));
        return end > 0;
    }
}
