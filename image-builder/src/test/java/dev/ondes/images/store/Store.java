package dev.ondes.images.store;

import dev.ondes.authorities.Authorities;
import dev.ondes.s3.S3Server;
import dev.ondes.s3.SimulatedS3;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/** The store on a real S3, and a client as CI jobs are: with nothing but what the service told it. */
final class Store implements AutoCloseable {
    final Bucket bucket;
    final Contexts contexts;
    final Uploads uploads;
    final ContextChecks checks;
    final LogStore logs;

    private final HttpClient http = HttpClient.newHttpClient();

    private Store(StoreSettings settings, Clock clock) {
        bucket = Bucket.open(settings, Authorities.USUAL);
        contexts = new Contexts(bucket, settings, clock);
        uploads = new Uploads(bucket, contexts, settings, clock);
        checks = new ContextChecks(bucket, contexts, settings);
        logs = new LogStore(bucket);
    }

    static Store on(SimulatedS3 s3, Path folder, Map<String, String> more) {
        return on(s3, folder, more, Clock.systemUTC());
    }

    static Store on(SimulatedS3 s3, Path folder, Map<String, String> more, Clock clock) {
        return new Store(settings(s3, folder, more), clock);
    }

    /** On whatever answers there. */
    static Store on(S3Server server, Path folder, Map<String, String> more) {
        return new Store(settings(server, folder, more), Clock.systemUTC());
    }

    static StoreSettings settings(SimulatedS3 s3, Path folder, Map<String, String> more) {
        return settings(s3.server(), folder, more);
    }

    private static StoreSettings settings(S3Server server, Path folder, Map<String, String> more) {
        try {
            Path credentials = Files.writeString(
                    folder.resolve("credentials.properties"),
                    "access-key=%s\nsecret-key=%s\n".formatted(server.accessKey(), server.secretKey()));
            Map<String, String> values = new HashMap<>(Map.of(
                    "ondes.store.bucket", "ondes",
                    "ondes.store.endpoint", server.url().toString(),
                    "ondes.store.path-style", "true",
                    "ondes.store.credentials-file", credentials.toString(),
                    "ondes.store.part-size", "5M"));
            values.putAll(more);
            return settings(values);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static StoreSettings settings(Map<String, String> values) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withMapping(StoreSettings.class)
                .withConverter(
                        io.quarkus.runtime.configuration.MemorySize.class,
                        100,
                        new io.quarkus.runtime.configuration.MemorySizeConverter())
                .withDefaultValues(values)
                .build();
        StoreSettings settings = config.getConfigMapping(StoreSettings.class);
        settings.check();
        return settings;
    }

    HttpResponse<String> put(SignedRequest signed, byte[] body) {
        return send(HttpRequest.newBuilder(signed.url()).PUT(BodyPublishers.ofByteArray(body)), signed);
    }

    HttpResponse<String> get(SignedRequest signed) {
        return send(HttpRequest.newBuilder(signed.url()), signed);
    }

    private HttpResponse<String> send(HttpRequest.Builder request, SignedRequest signed) {
        signed.headers().forEach(request::header);
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static URI withoutQuery(URI url) {
        return URI.create(url.toString().replaceAll("\\?.*", ""));
    }

    @Override
    public void close() {
        bucket.close();
    }
}
