package dev.ondes.gitlab;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** JSON without binding: written field by field, read as a tree. The mapper is made at the first answer that is read. */
final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    /** Writes the fields of an object. */
    interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    /** Says where a text is no JSON; never quotes it. */
    static final class NoJson extends Exception {
        private static final long serialVersionUID = 1L;

        NoJson(String message) {
            super(message);
        }
    }

    static byte[] object(Fields fields) {
        var bytes = new ByteArrayOutputStream(1024);
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            fields.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static JsonNode parse(byte[] bytes) throws NoJson {
        try {
            return Reading.MAPPER.readTree(bytes);
        } catch (JacksonException e) {
            JsonLocation place = e.getLocation();
            throw new NoJson("is no JSON"
                    + (place == null ? "" : " from byte " + place.getByteOffset() + " of " + bytes.length));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For what is not to be read as a whole. */
    static JsonParser parser(byte[] bytes) throws IOException {
        return FACTORY.createParser(bytes);
    }

    private static final class Reading {
        static final JsonMapper MAPPER = new JsonMapper();
    }
}
