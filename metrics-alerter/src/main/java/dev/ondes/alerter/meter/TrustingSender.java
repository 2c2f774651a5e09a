package dev.ondes.alerter.meter;

import dev.ondes.authorities.Authorities;
import io.micrometer.core.ipc.http.HttpSender;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Micrometer's way to the collector, by a client that can be told whom to believe; its own can't. Thread-safe. */
final class TrustingSender implements HttpSender, AutoCloseable {
    private static final Duration TO_CONNECT = Duration.ofSeconds(2);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final HttpClient http;

    TrustingSender(Authorities authorities) {
        this.http = HttpClient.newBuilder()
                .sslContext(authorities.tls())
                .connectTimeout(TO_CONNECT)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    @Override
    public Response send(Request request) throws IOException, InterruptedException, URISyntaxException {
        HttpRequest.Builder post = HttpRequest.newBuilder(request.getUrl().toURI())
                .timeout(LIMIT)
                .method(request.getMethod().name(), HttpRequest.BodyPublishers.ofByteArray(request.getEntity()));
        request.getRequestHeaders().forEach(post::setHeader);
        HttpResponse<String> answer = http.send(post.build(), HttpResponse.BodyHandlers.ofString());
        return new Response(answer.statusCode(), answer.body());
    }

    /** What is on its way ends with it. */
    @Override
    public void close() {
        http.shutdownNow();
    }
}
