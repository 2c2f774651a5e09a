package dev.ondes.playground.gitlab.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one file out of a multipart body as it comes, never holding it in memory. */
public final class MultipartFile {
    private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";]+)\"?");
    private static final Pattern NAME = Pattern.compile("[; ]name=\"([^\"]*)\"");
    private static final Pattern FILENAME = Pattern.compile("filename=\"([^\"]*)\"");

    private final InputStream in;
    private final byte[] delimiter;

    private MultipartFile(InputStream in, String boundary) {
        this.in = new BufferedInputStream(in, 64 << 10);
        // Found at its end only, and its first byte nowhere else in it: a failed match never has to look back.
        delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    }

    /**
     * Copies the part called {@code name} and returns its file name; empty where there is no such part.
     *
     * @throws HttpError 400 for what is no multipart body
     */
    public static Optional<String> copy(Request request, String name, OutputStream out) throws IOException {
        Matcher boundary = BOUNDARY.matcher(request.header("Content-Type"));
        if (!boundary.find()) {
            throw HttpError.message(400, "400 Bad request - no multipart body");
        }
        return new MultipartFile(request.body(), boundary.group(1)).find(name, out);
    }

    private Optional<String> find(String name, OutputStream out) throws IOException {
        String first = line();
        if (!first.startsWith("--")) {
            throw HttpError.message(400, "400 Bad request - no multipart body");
        }
        while (true) {
            String headers = headers();
            if (name.equals(group(NAME, headers))) {
                copyPart(out);
                return Optional.of(group(FILENAME, headers));
            }
            copyPart(OutputStream.nullOutputStream());
            if (line().startsWith("--")) {
                return Optional.empty();
            }
        }
    }

    private static String group(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : "";
    }

    private String headers() throws IOException {
        var all = new StringBuilder();
        for (String line = line(); !line.isEmpty(); line = line()) {
            all.append(line).append('\n');
        }
        return all.toString();
    }

    private void copyPart(OutputStream out) throws IOException {
        int matched = 0;
        while (true) {
            int next = read();
            if (next == delimiter[matched]) {
                if (++matched == delimiter.length) {
                    return;
                }
            } else {
                out.write(delimiter, 0, matched);
                matched = next == delimiter[0] ? 1 : 0;
                if (matched == 0) {
                    out.write(next);
                }
            }
        }
    }

    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int next = read(); next != '\n'; next = read()) {
            line.write(next);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    private int read() throws IOException {
        int next = in.read();
        if (next < 0) {
            throw new IOException("The body ended before its last boundary");
        }
        return next;
    }
}
