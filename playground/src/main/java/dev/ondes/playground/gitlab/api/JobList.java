package dev.ondes.playground.gitlab.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ondes.playground.gitlab.http.HttpError;
import dev.ondes.playground.gitlab.http.Json;
import dev.ondes.playground.gitlab.http.Request;
import dev.ondes.playground.gitlab.http.Response;
import dev.ondes.playground.gitlab.pipelines.Job;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A project's jobs in pages, as GitLab has them: by number, or by keyset, which it has for the newest first alone; where there are more, {@code Link} leads
 * to them. To be used under the lock.
 */
record JobList(URI url, Request request) {
    private static final String CURSOR = "cursor";
    private static final int MOST = 100;

    /** @param jobs those that are wanted, newest first */
    Response page(List<Job> jobs, Function<Job, JsonNode> view) {
        Map<String, String> query = request.query();
        int size = Math.clamp(number(query, "per_page", 20), 1, MOST);
        boolean keyset = query.getOrDefault("pagination", "").equals("keyset");
        boolean oldestFirst = query.getOrDefault("sort", "desc").equals("asc");
        if (keyset && oldestFirst) {
            throw HttpError.error(405, "Keyset pagination is not yet available for this type of request");
        }
        long before = keyset && query.containsKey(CURSOR) ? decoded(query.get(CURSOR)) : Long.MAX_VALUE;
        int page = number(query, "page", 1);
        List<Job> rest = (oldestFirst ? jobs.reversed() : jobs)
                .stream()
                        .filter(job -> job.id() < before)
                        .skip(keyset ? 0 : (page - 1L) * size)
                        .limit(size + 1L)
                        .toList();
        List<Job> shown = rest.subList(0, Math.min(size, rest.size()));
        Response answer = Response.json(200, Json.array(shown.stream().map(view).toList()));
        if (rest.size() <= size) {
            return answer;
        }
        return answer.with(
                "Link",
                link(keyset ? CURSOR : "page", keyset ? encoded(shown.getLast().id()) : Integer.toString(page + 1)));
    }

    /** The same request, but for where it begins. */
    private String link(String field, String value) {
        var query = new TreeMap<>(request.query());
        query.put(field, value);
        String text = query.entrySet().stream()
                .map(entry -> escaped(entry.getKey()) + "=" + escaped(entry.getValue()))
                .collect(Collectors.joining("&"));
        return "<" + url + request.uri().getRawPath() + "?" + text + ">; rel=\"next\"";
    }

    private static int number(Map<String, String> query, String name, int otherwise) {
        String text = query.getOrDefault(name, Integer.toString(otherwise));
        if (!text.matches("\\d{1,9}") || text.matches("0+")) {
            throw HttpError.error(400, name + " is invalid");
        }
        return Integer.parseInt(text);
    }

    private static String encoded(long id) {
        byte[] json = Json.bytes(Json.object().put("id", Long.toString(id)).put("_kd", "n"));
        return Base64.getUrlEncoder().encodeToString(json);
    }

    private static long decoded(String cursor) {
        try {
            return Json.parse(Base64.getUrlDecoder().decode(cursor)).path("id").asLong();
        } catch (IllegalArgumentException e) {
            throw HttpError.error(400, "cursor is invalid");
        }
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
