package dev.ondes.alerter.console.access;

import dev.ondes.authorities.Authorities;
import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Follows ways, keeps cookies, sends forms: what a browser does without its scripts. */
public final class Browser implements AutoCloseable {
    private static final Pattern TOKEN = Pattern.compile("name=\"csrf-token\" value=\"([^\"]+)\"");

    private final URI start;
    private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
    private final HttpClient client;

    public Browser(URI start) {
        this(start, "127.0.0.1");
    }

    /** @param authorities whom it believes on its way */
    public Browser(URI start, Authorities authorities) {
        this(start, "127.0.0.1", authorities);
    }

    /** @param from an address of this machine, which is said to whom it connects to */
    Browser(URI start, String from) {
        this(start, from, Authorities.USUAL);
    }

    private Browser(URI start, String from, Authorities authorities) {
        this.start = start;
        client = HttpClient.newBuilder()
                .sslContext(authorities.tls())
                .cookieHandler(cookies)
                .followRedirects(HttpClient.Redirect.ALWAYS)
                .localAddress(InetAddress.ofLiteral(from))
                .build();
    }

    public HttpResponse<String> get(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(start.resolve(path));
        return send(
                headers.length == 0 ? request.build() : request.headers(headers).build());
    }

    /** As a form of a page of ours is sent. */
    public HttpResponse<String> post(String path, Map<String, String> fields) {
        return post(path, fields, "Sec-Fetch-Site", "same-origin");
    }

    public HttpResponse<String> post(String path, Map<String, String> fields, String... headers) {
        String body = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return send(HttpRequest.newBuilder(start.resolve(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .headers(headers)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    /** What a form on that page would send with it. */
    public String token(String path) {
        var found = TOKEN.matcher(get(path).body());
        if (!found.find()) {
            throw new IllegalStateException("there is no form on " + path);
        }
        return found.group(1);
    }

    public List<HttpCookie> cookies() {
        return cookies.getCookieStore().getCookies();
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
