package dev.ondes.spot.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.ondes.messaging.log.LogLine;
import java.io.UncheckedIOException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** {@link Ledger} to and from the annotation's text. What can't be read counts as empty: somebody wrote it by hand. */
public final class LedgerJson {
    private static final Logger LOG = Logger.getLogger(LedgerJson.class);
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private LedgerJson() {}

    public static String write(Ledger ledger) {
        try {
            return MAPPER.writeValueAsString(ledger);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Ledger read(@Nullable String text) {
        if (text == null) {
            return Ledger.EMPTY;
        }
        try {
            return MAPPER.readValue(text, Ledger.class);
        } catch (JsonProcessingException | RuntimeException e) {
            LOG.warn(LogLine.of("a node's ledger can't be read and counts as empty")
                    .why(e.getMessage()));
            return Ledger.EMPTY;
        }
    }
}
