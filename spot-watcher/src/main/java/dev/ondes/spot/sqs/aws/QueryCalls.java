package dev.ondes.spot.sqs.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.xml.sax.SAXException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/** AWS' query protocol: a signed form, an answer in XML. Repeats nothing: callers come again. Thread-safe. */
final class QueryCalls implements AutoCloseable {
    private final AwsSettings aws;
    private final SdkHttpClient http = UrlConnectionHttpClient.builder()
            .connectionTimeout(Duration.ofSeconds(5))
            .socketTimeout(Duration.ofSeconds(10))
            .build();
    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

    QueryCalls(AwsSettings aws) {
        this.aws = aws;
    }

    /**
     * Calls.
     *
     * @param service as signatures name it, such as {@code autoscaling}
     * @throws AwsRefusedException when AWS says no
     * @throws IOException when it says nothing that can be understood
     */
    Document call(URI url, String service, Map<String, String> parameters) throws IOException {
        ContentStreamProvider body = ContentStreamProvider.fromUtf8String(form(parameters));
        SignedRequest signed = sign(url, service, body);
        HttpExecuteResponse response = http.prepareRequest(HttpExecuteRequest.builder()
                        .request(signed.request())
                        .contentStreamProvider(signed.payload().orElse(body))
                        .build())
                .call();
        byte[] answer;
        try (InputStream stream = response.responseBody().orElseGet(AbortableInputStream::createEmpty)) {
            answer = stream.readAllBytes();
        }
        int status = response.httpResponse().statusCode();
        if (status == 200) {
            return xml(answer, status);
        }
        Document refusal = xml(answer, status);
        throw new AwsRefusedException(status, text(refusal, "Code"), text(refusal, "Message"));
    }

    private SignedRequest sign(URI url, String service, ContentStreamProvider body) throws IOException {
        SdkHttpRequest request = SdkHttpRequest.builder()
                .uri(url)
                .encodedPath("/")
                .method(SdkHttpMethod.POST)
                .putHeader("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
                .build();
        try {
            var identity = aws.credentials().resolveIdentity().join();
            return signer.sign(toSign -> toSign.identity(identity)
                    .request(request)
                    .payload(body)
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                    .putProperty(AwsV4HttpSigner.REGION_NAME, aws.region().id()));
        } catch (SdkException | CompletionException e) {
            throw new IOException("no credentials for AWS: " + e.getMessage(), e);
        }
    }

    private static String form(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, UTF_8);
    }

    static String text(Document document, String tag) {
        var found = document.getElementsByTagName(tag);
        return found.getLength() == 0
                ? ""
                : Objects.requireNonNullElse(found.item(0).getTextContent(), "");
    }

    private static Document xml(byte[] answer, int status) throws IOException {
        try {
            var factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);
            return builder.parse(new ByteArrayInputStream(answer));
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException("HTTP " + status + ", and no XML: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
