package dev.ondes.dispatcher.hooks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.ondes.contracts.event.JobObserved;
import dev.ondes.dispatcher.hooks.Hook.Kind;
import dev.ondes.dispatcher.hooks.HookNews.CancelAsked;
import dev.ondes.dispatcher.hooks.HookNews.Nothing;
import dev.ondes.dispatcher.hooks.HookNews.WorkWaits;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the few fields that matter out of a webhook's body, token by token: a body may have 25 MB, and holds variables that
 * are nobody's business. Lenient about everything but JSON itself. Thread-safe.
 *
 * <p>Fields as GitLab documents them for job events ({@code object_kind} {@code build}) and pipeline events.
 */
public final class HookReader {
    /** None of the values that are looked at is longer; what is skipped may be. */
    private static final int LONGEST_VALUE = 1_000;
    /** A pipeline may have more jobs; those beyond are heard of by their own webhooks. */
    private static final int MOST_BUILDS = 2_000;

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
            return Hook.other();
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
                case "ref" -> seen.ref = text(parser, value);
                case "pipeline_id" -> seen.pipeline = number(parser, value);
                case "build_id" -> seen.job.id = number(parser, value);
                case "build_name" -> seen.job.name = text(parser, value);
                case "build_stage" -> seen.job.stage = text(parser, value);
                case "build_status" -> seen.job.status = text(parser, value);
                case "build_created_at" -> seen.job.createdAt = text(parser, value);
                case "build_started_at" -> seen.job.startedAt = text(parser, value);
                case "build_finished_at" -> seen.job.finishedAt = text(parser, value);
                case "build_failure_reason" -> seen.job.failureReason = text(parser, value);
                case "runner" -> seen.job.runner = runner(parser, value);
                case "project" ->
                    eachField(parser, value, (name, token) -> {
                        if (name.equals("path_with_namespace")) {
                            seen.projectPath = text(parser, token);
                        } else {
                            parser.skipChildren();
                        }
                    });
                case "object_attributes" ->
                    eachField(parser, value, (name, token) -> {
                        switch (name) {
                            case "id" -> seen.pipeline = number(parser, token);
                            case "ref" -> seen.ref = text(parser, token);
                            default -> parser.skipChildren();
                        }
                    });
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
            var job = new SeenJob();
            eachField(parser, item, (field, token) -> {
                switch (field) {
                    case "id" -> job.id = number(parser, token);
                    case "name" -> job.name = text(parser, token);
                    case "stage" -> job.stage = text(parser, token);
                    case "status" -> job.status = text(parser, token);
                    case "created_at" -> job.createdAt = text(parser, token);
                    case "started_at" -> job.startedAt = text(parser, token);
                    case "finished_at" -> job.finishedAt = text(parser, token);
                    case "failure_reason" -> job.failureReason = text(parser, token);
                    case "runner" -> job.runner = runner(parser, token);
                    default -> parser.skipChildren();
                }
            });
            seen.build(job);
        }
    }

    private static long runner(JsonParser parser, JsonToken value) throws IOException {
        long[] id = {0};
        eachField(parser, value, (field, token) -> {
            if (field.equals("id")) {
                id[0] = number(parser, token);
            } else {
                parser.skipChildren();
            }
        });
        return id[0];
    }

    /** What is done with one field of an object; it must read or skip the value. */
    @FunctionalInterface
    private interface Field {
        void read(String name, JsonToken value) throws IOException;
    }

    /** Skips what is no object. */
    private static void eachField(JsonParser parser, JsonToken value, Field field) throws IOException {
        if (value != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            field.read(name, parser.nextToken());
        }
    }

    private static String text(JsonParser parser, JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_STRING) {
            return parser.getText();
        }
        parser.skipChildren();
        return "";
    }

    /** 0 where it is no number, or none of ours. */
    private static long number(JsonParser parser, JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_NUMBER_INT && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            return parser.getLongValue();
        }
        parser.skipChildren();
        return 0;
    }

    /** The fields, which may come in any order. */
    private static final class Seen {
        private final SeenJob job = new SeenJob();
        private final List<SeenJob> builds = new ArrayList<>();
        private String kind = "";
        private String projectPath = "";
        private String ref = "";
        private long pipeline;
        private boolean pendingBuild;

        void build(SeenJob build) {
            pendingBuild |= build.status.equals("pending");
            if (builds.size() < MOST_BUILDS) {
                builds.add(build);
            }
        }

        Hook hook() {
            return switch (kind) {
                case "build" -> new Hook(Kind.JOB, jobNews(), observed(List.of(job)));
                case "pipeline" ->
                    new Hook(Kind.PIPELINE, pendingBuild ? new WorkWaits() : new Nothing(), observed(builds));
                default -> Hook.other();
            };
        }

        private List<JobObserved> observed(List<SeenJob> jobs) {
            return jobs.stream()
                    .flatMap(seen -> seen.observed(projectPath, ref, pipeline).stream())
                    .toList();
        }

        private HookNews jobNews() {
            return switch (job.status) {
                case "pending" -> new WorkWaits();
                case "canceling", "canceled" -> job.id > 0 ? new CancelAsked(job.id, job.status) : new Nothing();
                default -> new Nothing();
            };
        }
    }
}
