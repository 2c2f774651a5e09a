package dev.ondes.playground.gitlab.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.Headers;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MultipartFileTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private static Request request(String body) {
        var headers = new Headers();
        headers.set("Content-Type", "multipart/form-data; boundary=\"-X\"");
        return new Request(
                "POST",
                URI.create("/"),
                headers,
                new ByteArrayInputStream(body.getBytes(StandardCharsets.ISO_8859_1)),
                Map.of());
    }

    private static String part(String name, String content) {
        return "---X\r\nContent-Disposition: form-data; name=\"" + name + "\"; filename=\"" + name
                + ".zip\"\r\nContent-Type: application/octet-stream\r\n\r\n" + content + "\r\n";
    }

    @Test
    void findsAFileAmongOtherParts() throws IOException {
        String body = part("other", "no") + part("file", "yes") + "---X--\r\n";

        assertThat(MultipartFile.copy(request(body), "file", out)).contains("file.zip");
        assertThat(out).hasToString("yes");
    }

    @Test
    void keepsContentThatNearlyLooksLikeABoundary() throws IOException {
        String content = "\r\n\r\n--\r\r\n---\r\n---Y\n---X\r\n--";

        MultipartFile.copy(request(part("file", content) + "---X--"), "file", out);

        assertThat(out.toString(StandardCharsets.ISO_8859_1)).isEqualTo(content);
    }

    @Test
    void tellsWhenThereIsNoSuchPart() throws IOException {
        assertThat(MultipartFile.copy(request(part("other", "no") + "---X--\r\n"), "file", out))
                .isEmpty();
    }

    @Test
    void failsWhenTheBodyEndsTooEarly() {
        String cut = part("file", "half").substring(0, 120);

        assertThatThrownBy(() -> MultipartFile.copy(request(cut), "file", out)).isInstanceOf(IOException.class);
    }
}
