package dev.ondes.dispatcher.hooks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.ondes.dispatcher.hooks.Hook.Kind;
import dev.ondes.dispatcher.hooks.HookNews.CancelAsked;
import dev.ondes.dispatcher.hooks.HookNews.Nothing;
import dev.ondes.dispatcher.hooks.HookNews.WorkWaits;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads the few fields that matter out of a webhook's body, token by token: a body may have 25 MB, and holds variables that
 * are nobody's business. Lenient about everything but JSON itself. Thread-safe.
 *
 * <p>Fields as GitLab documents them for job events ({@code object_kind} {@code build}) and pipeline events.
 */
public final class HookReader {
    /** None of the values that are looked at is longer; what is skipped may be. */
    private static final int LONGEST_VALUE = 1_000;

    private final JsonFactory json = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(LONGEST_VALUE)
                    .build())
            .build();

    /**
     * Reads a body.
     *
     * @throws NotJsonException when the body is no JSON; its text never repeats the body
     */
    public Hook read(InputStream body) throws NotJsonException, IOException {
        try (JsonParser parser = json.createParser(body)) {
            parser.disable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new NotJsonException("the body is empty");
            }
            var seen = new Seen();
            if (first == JsonToken.START_OBJECT) {
                readTop(parser, seen);
            } else {
                parser.skipChildren();
            }
            return seen.hook();
        } catch (StreamConstraintsException e) {
            // JSON all the same, of a shape that GitLab doesn't send.
            return new Hook(Kind.OTHER, new Nothing());
        } catch (JsonEOFException e) {
            throw new NotJsonException("the body ends too early");
        } catch (JsonParseException e) {
            var where = e.getLocation();
            throw new NotJsonException(
                    "the body is no JSON at line " + where.getLineNr() + ", column " + where.getColumnNr());
        }
    }

    private static void readTop(JsonParser parser, Seen seen) throws IOException {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (field) {
                case "object_kind" -> seen.kind = text(parser, value);
                case "build_status" -> seen.status = text(parser, value);
                case "build_id" -> seen.jobId = value == JsonToken.VALUE_NUMBER_INT ? parser.getLongValue() : 0;
                case "builds" -> readBuilds(parser, value, seen);
                default -> parser.skipChildren();
            }
        }
    }

    private static void readBuilds(JsonParser parser, JsonToken value, Seen seen) throws IOException {
        if (value != JsonToken.START_ARRAY) {
            parser.skipChildren();
            return;
        }
        for (JsonToken item = parser.nextToken(); item != JsonToken.END_ARRAY; item = parser.nextToken()) {
            if (item != JsonToken.START_OBJECT) {
                parser.skipChildren();
                continue;
            }
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String field = parser.currentName();
                JsonToken token = parser.nextToken();
                if (field.equals("status")) {
                    seen.pendingBuild |= text(parser, token).equals("pending");
                } else {
                    parser.skipChildren();
                }
            }
        }
    }

    private static String text(JsonParser parser, JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_STRING) {
            return parser.getText();
        }
        parser.skipChildren();
        return "";
    }

    /** The fields, which may come in any order. */
    private static final class Seen {
        private String kind = "";
        private String status = "";
        private long jobId;
        private boolean pendingBuild;

        Hook hook() {
            return switch (kind) {
                case "build" -> new Hook(Kind.JOB, jobNews());
                case "pipeline" -> new Hook(Kind.PIPELINE, pendingBuild ? new WorkWaits() : new Nothing());
                default -> new Hook(Kind.OTHER, new Nothing());
            };
        }

        private HookNews jobNews() {
            return switch (status) {
                case "pending" -> new WorkWaits();
                case "canceling", "canceled" -> jobId > 0 ? new CancelAsked(jobId, status) : new Nothing();
                default -> new Nothing();
            };
        }
    }
}
