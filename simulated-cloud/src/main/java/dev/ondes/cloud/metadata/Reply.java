package dev.ondes.cloud.metadata;

import java.util.LinkedHashMap;
import java.util.Map;

/** A metadata service's answer. */
record Reply(int status, Map<String, String> headers, String body) {

    static Reply text(String body) {
        return new Reply(200, Map.of("Content-Type", "text/plain"), body);
    }

    static Reply json(String body) {
        return new Reply(200, Map.of("Content-Type", "application/json"), body);
    }

    /** AWS and GCP tell errors as pages for browsers: nobody may parse a body before looking at the status. */
    static Reply page(int status, String title) {
        return new Reply(status, Map.of("Content-Type", "text/html"), """
                <?xml version="1.0" encoding="iso-8859-1"?>
                <!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"
                \t"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
                <html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en" lang="en">
                 <head>
                  <title>%1$d - %2$s</title>
                 </head>
                 <body>
                  <h1>%1$d - %2$s</h1>
                 </body>
                </html>
                """.formatted(status, title));
    }

    Reply with(String header, String value) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put(header, value);
        return new Reply(status, all, body);
    }
}
