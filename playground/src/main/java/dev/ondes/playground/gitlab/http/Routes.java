package dev.ondes.playground.gitlab.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Which handler answers which request. Filled once, then only read. */
public final class Routes {
    /** A route that matched, and the request with what its path held. */
    record Match(Call call, Handler handler, Request request) {
        Match with(Request other) {
            return new Match(call, handler, other);
        }
    }

    private record Route(Call call, String method, List<String> pattern, Handler handler) {}

    private record Special(Call call, Predicate<Request> test, Handler handler) {}

    private final List<Route> routes = new ArrayList<>();
    private final List<Special> specials = new ArrayList<>();

    /** Adds a route by its pattern, such as <code>/api/v4/jobs/{id}/trace</code>. */
    public Routes add(Call call, String method, String pattern, Handler handler) {
        List<String> parts = List.of(pattern.substring(1).split("/", -1));
        routes.add(new Route(call, method, parts, handler));
        return this;
    }

    /** For paths that no pattern can tell, as git's are. */
    public Routes add(Call call, Predicate<Request> test, Handler handler) {
        specials.add(new Special(call, test, handler));
        return this;
    }

    Optional<Match> match(Request request) {
        for (Special special : specials) {
            if (special.test().test(request)) {
                return Optional.of(new Match(special.call(), special.handler(), request));
            }
        }
        List<String> segments = request.segments();
        for (Route route : routes) {
            if (route.method().equals(request.method()) && route.pattern().size() == segments.size()) {
                Optional<Map<String, String>> variables = variables(route.pattern(), segments);
                if (variables.isPresent()) {
                    return Optional.of(new Match(route.call(), route.handler(), request.with(variables.get())));
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Map<String, String>> variables(List<String> pattern, List<String> segments) {
        var variables = new LinkedHashMap<String, String>();
        for (int at = 0; at < pattern.size(); at++) {
            String part = pattern.get(at);
            if (part.startsWith("{")) {
                variables.put(part.substring(1, part.length() - 1), segments.get(at));
            } else if (!part.equals(segments.get(at))) {
                return Optional.empty();
            }
        }
        return Optional.of(variables);
    }
}
