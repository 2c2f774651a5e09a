package dev.ondes.playground.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ondes.playground.demo.Console;
import dev.ondes.playground.process.PlaygroundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Uploads contexts by turns with {@code ondes build} and with {@code curl}, which puts the same bytes into the same S3. */
record UploadBench(BuilderClient client, OndesBuild build, Path place, Console console) {
    /** As `ondes build` says it. */
    private static final Pattern UPLOADED = Pattern.compile("Uploaded ([0-9.]+) MiB in ([0-9.]+) s");

    void run(int pairs, int megabytes) throws IOException {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i <= pairs; i++) {
            double ours = ours(i, megabytes);
            double theirs = theirs(i, megabytes);
            // The first for nothing: so that the store has been asked before.
            if (i > 0) {
                ratios.add(ours / theirs);
                console.say(String.format(
                        Locale.ROOT,
                        "pair %d: ondes build %.1f MiB/s, curl %.1f MiB/s: %.0f %% of its speed",
                        i,
                        ours,
                        theirs,
                        100 * ours / theirs));
            }
        }
        ratios.sort(null);
        console.say(String.format(
                Locale.ROOT,
                "uploading at %.0f %% of the speed of curl (median of %d pairs; wanted: 80 %%)",
                ratios.get(ratios.size() / 2) * 100,
                pairs));
    }

    private double ours(int number, int megabytes) throws IOException {
        Path context = Files.createDirectories(place.resolve("upload-" + number));
        Files.writeString(context.resolve("Dockerfile"), "FROM scratch\nCOPY . /\n");
        noise(context.resolve("noise"), 2L * number, megabytes);
        String said = build.detached(context, "upload-" + number);
        Matcher uploaded = UPLOADED.matcher(said);
        if (!uploaded.find()) {
            throw new PlaygroundException("ondes build did not say how fast it uploaded: " + said);
        }
        return Double.parseDouble(uploaded.group(1)) / Double.parseDouble(uploaded.group(2));
    }

    private double theirs(int number, int megabytes) throws IOException {
        Path file = place.resolve("curl-" + number);
        noise(file, 2L * number + 1, megabytes);
        String hash = sha256(file);
        JsonNode put = client.post(
                        "/v1/contexts",
                        client.token(),
                        Map.of("tarSha256", hash, "sha256", hash, "size", Files.size(file)))
                .path("put");
        List<String> command = new ArrayList<>(
                List.of("curl", "-fsS", "-T", file.toString(), put.path("url").asText()));
        put.path("headers").properties().forEach(header -> {
            command.add("-H");
            command.add(header.getKey() + ": " + header.getValue().asText());
        });
        long begin = System.nanoTime();
        Ran.output(command, Map.of());
        return megabytes / ((System.nanoTime() - begin) / 1e9);
    }

    private static void noise(Path file, long seed, int megabytes) throws IOException {
        byte[] bytes = new byte[megabytes * 1024 * 1024];
        new Random(seed).nextBytes(bytes);
        Files.write(file, bytes);
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            var digest = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"));
            digest.transferTo(java.io.OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
