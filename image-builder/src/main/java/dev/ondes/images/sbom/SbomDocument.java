package dev.ondes.images.sbom;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/** A document as its maker printed it, read within a limit and held against the image that it should be about. Pure. */
public final class SbomDocument {
    /** A registry takes it, and our memory holds it. */
    static final int LARGEST = 8 * 1024 * 1024;

    private static final JsonFactory JSON = new JsonFactory();

    private SbomDocument() {}

    /**
     * Reads one.
     *
     * @param output what its maker printed; warnings may stand before the document
     * @param digest of the image
     * @return the document's own bytes
     * @throws UnusableSbomException when there is none, or it is of something else
     */
    public static byte[] read(InputStream output, SbomFormat format, String digest)
            throws IOException, UnusableSbomException {
        byte[] all = output.readNBytes(LARGEST + 1);
        if (all.length > LARGEST) {
            throw new UnusableSbomException("it is larger than " + LARGEST / 1024 / 1024 + " MiB");
        }
        int begin = begin(all);
        byte[] document = Arrays.copyOfRange(all, begin, end(all));
        if (document.length == 0) {
            throw new UnusableSbomException("its maker printed none");
        }
        Optional<String> problem = problem(document, format, digest);
        if (problem.isPresent()) {
            throw new UnusableSbomException(problem.get());
        }
        return document;
    }

    /** The first line that is an object. */
    private static int begin(byte[] all) {
        for (int at = 0; at < all.length; at++) {
            if (all[at] == '{' && (at == 0 || all[at - 1] == '\n')) {
                return at;
            }
        }
        return all.length;
    }

    private static int end(byte[] all) {
        int end = all.length;
        while (end > 0 && all[end - 1] <= ' ') {
            end--;
        }
        return Math.max(end, begin(all));
    }

    /** Without a tree of it: that would be many times as large. */
    private static Optional<String> problem(byte[] document, SbomFormat format, String digest) {
        boolean marked = false;
        boolean named = false;
        try (JsonParser parser = JSON.createParser(document)) {
            int depth = 0;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token.isStructStart()) {
                    depth++;
                } else if (token.isStructEnd()) {
                    depth--;
                }
                marked |= depth == 1
                        && token == JsonToken.FIELD_NAME
                        && format.mark().equals(parser.currentName());
                named |= token == JsonToken.VALUE_STRING && digest.equals(parser.getText());
            }
        } catch (IOException e) {
            return Optional.of("it is no whole JSON document");
        }
        if (!marked) {
            return Optional.of("it is no document of " + format.option());
        }
        return named ? Optional.empty() : Optional.of("it does not name the image " + digest);
    }
}
