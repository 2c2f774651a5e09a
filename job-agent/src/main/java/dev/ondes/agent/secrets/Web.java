package dev.ondes.agent.secrets;

import dev.ondes.agent.orders.Orders;
import dev.ondes.agent.tries.PassingTroubleException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Sends small requests while the job is prepared, until an order ends that. Follows no redirect. For the working thread. */
final class Web implements AutoCloseable {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
    /** No provider keeps a larger secret. */
    private static final int LARGEST_ANSWER = 4 << 20;
    /** The JDK's words for what is larger. */
    private static final String TOO_LARGE = "body exceeds capacity";
    /** Its words for a server that answers a TLS handshake with something else. */
    private static final String NO_TLS = "unrecognized ssl message";

    private final ExecutorService callbacks = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client;
    private final Duration limit;
    private final Orders orders;

    /** @param limit of one request, from its first byte to the last of its answer */
    Web(SSLContext tls, Duration limit, Orders orders) {
        this.limit = limit;
        this.orders = orders;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT_LIMIT)
                .executor(callbacks)
                .sslContext(tls)
                .build();
    }

    /**
     * Whatever the server answers.
     *
     * @throws PassingTroubleException where it does not
     * @throws SecretRefusedException where what answers can't be a provider
     * @throws IOException where its certificate can't be believed
     */
    Answer send(HttpRequest request) throws IOException {
        var exchange = new Exchange(request);
        orders.interruptibleWhilePreparing(exchange);
        orders.checkWhilePreparing();
        return exchange.outcome();
    }

    private final class Exchange implements Runnable {
        private final HttpRequest request;
        private @Nullable HttpResponse<byte[]> response;
        private @Nullable Exception trouble;

        Exchange(HttpRequest request) {
            this.request = request;
        }

        @Override
        public void run() {
            CompletableFuture<HttpResponse<byte[]>> answer =
                    client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST_ANSWER));
            try {
                response = answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                trouble = e;
            } catch (TimeoutException e) {
                trouble = e;
            } catch (ExecutionException e) {
                trouble = e.getCause() instanceof Exception cause ? cause : e;
            } finally {
                answer.cancel(true);
            }
        }

        Answer outcome() throws IOException {
            if (response == null) {
                throw told(request.uri(), trouble == null ? new IOException("no answer") : trouble);
            }
            return new Answer(response.statusCode(), response.headers(), response.body());
        }
    }

    private IOException told(URI url, Exception trouble) {
        String server = Addresses.shown(url);
        if (trouble instanceof TimeoutException) {
            return new PassingTroubleException(server + " did not answer within " + limit.toSeconds() + " s");
        }
        Throwable root = trouble;
        for (Throwable each = trouble; each != null; each = each.getCause()) {
            root = each;
            if (each instanceof CertificateException) {
                return new IOException("the certificate of " + server + " is not trusted in this pod ("
                        + Answer.line(String.valueOf(each.getMessage()))
                        + "): where it is of a private authority, operators name that in"
                        + " ondes.scheduler.secrets-ca-file");
            }
        }
        String said = String.valueOf(root.getMessage());
        if (said.startsWith(TOO_LARGE)) {
            return new SecretRefusedException(server + " answered with more than " + (LARGEST_ANSWER >> 20)
                    + " MiB, which is no secret: is it the provider's address?");
        }
        if (root instanceof SSLException && said.toLowerCase(Locale.ROOT).contains(NO_TLS)) {
            return new SecretRefusedException(server + " does not speak TLS: check the port, and https:// before it");
        }
        if (root instanceof UnresolvedAddressException) {
            return new PassingTroubleException("the name of " + server + " is not known here: is it spelt right?");
        }
        return new PassingTroubleException(
                "no answer from " + server + " (" + root.getClass().getSimpleName() + ")");
    }

    @Override
    public void close() {
        client.shutdownNow();
        callbacks.shutdownNow();
    }
}
