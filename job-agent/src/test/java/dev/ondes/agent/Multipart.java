package dev.ondes.agent;

import com.sun.net.httpserver.HttpExchange;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The one file of a multipart body. */
final class Multipart {
    private Multipart() {}

    static byte[] file(HttpExchange exchange, byte[] body) {
        String boundary =
                exchange.getRequestHeaders().getFirst("Content-Type").replaceAll(".*boundary=\"?([^\";]+).*", "$1");
        String text = new String(body, StandardCharsets.ISO_8859_1);
        int from = text.indexOf("\r\n\r\n") + 4;
        int to = text.lastIndexOf("\r\n--" + boundary);
        return Arrays.copyOfRange(body, from, to);
    }
}
