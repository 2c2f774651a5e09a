package dev.ondes.dispatcher.handover;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import dev.ondes.contracts.job.PayloadLimit;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** How large a payload is as its pod's Secret will hold it: GitLab writes some letters as six. */
public final class PayloadSize {
    private static final JsonFactory JSON = new JsonFactory();

    private PayloadSize() {}

    /** Measures one that has been read before; takes no memory to speak of. */
    public static long of(byte[] raw) {
        boolean plain = raw.length <= PayloadLimit.SECRET_BYTES || raw.length > PayloadLimit.PAYLOAD_BYTES;
        return plain ? raw.length : rewritten(raw);
    }

    private static long rewritten(byte[] raw) {
        var size = new Count();
        try (JsonParser from = JSON.createParser(raw);
                JsonGenerator to = JSON.createGenerator(size)) {
            while (from.nextToken() != null) {
                to.copyCurrentEvent(from);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return size.bytes;
    }

    private static final class Count extends OutputStream {
        private long bytes;

        @Override
        public void write(int one) {
            bytes++;
        }

        @Override
        public void write(byte[] some, int from, int length) {
            bytes += length;
        }
    }
}
