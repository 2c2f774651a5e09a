package dev.ondes.playground.gitlab.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ondes.playground.gitlab.http.Call;
import dev.ondes.playground.gitlab.http.HttpError;
import dev.ondes.playground.gitlab.http.Json;
import dev.ondes.playground.gitlab.http.Request;
import dev.ondes.playground.gitlab.http.Response;
import dev.ondes.playground.gitlab.http.Routes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.stream.Collectors;

/** What no GitLab has: the timeline, the count of calls, faults, limits and standstill on demand. */
final class AdminCalls {
    private final Parts parts;
    private final Hold hold;

    AdminCalls(Parts parts) {
        this.parts = parts;
        this.hold = new Hold(parts.state(), parts.webhooks());
    }

    void addTo(Routes routes, Access access) {
        routes.add(Call.ADMIN, "GET", "/-/ondes/timeline", access.admin(this::timeline))
                .add(
                        Call.ADMIN,
                        "GET",
                        "/-/ondes/calls",
                        access.admin(_ -> Response.json(200, parts.calls().toJson())))
                .add(Call.ADMIN, "POST", "/-/ondes/faults", access.admin(this::orderFault))
                .add(Call.ADMIN, "DELETE", "/-/ondes/faults", access.admin(_ -> clearFaults()))
                .add(Call.ADMIN, "GET", "/-/ondes/limits", access.admin(_ -> limits()))
                .add(Call.ADMIN, "PATCH", "/-/ondes/limits", access.admin(this::changeLimits))
                .add(Call.ADMIN, "POST", "/-/ondes/hold", access.admin(_ -> Response.json(200, hold.begin())))
                .add(Call.ADMIN, "DELETE", "/-/ondes/hold", access.admin(_ -> letGo()))
                .add(Call.ADMIN, "PUT", "/-/ondes/runners/{id}/orphaned", access.admin(this::orphan))
                .add(Call.ADMIN, "GET", "/-/health", _ -> Response.text(200, "GitLab OK"));
    }

    /** JSON lines; {@code after} leaves out what the caller has. */
    private Response timeline(Request request) {
        String after = request.query().getOrDefault("after", "0");
        if (!after.matches("\\d{1,18}")) {
            throw HttpError.error(400, "after is invalid");
        }
        String lines = parts.timeline().events(Long.parseLong(after)).stream()
                .map(event -> event + "\n")
                .collect(Collectors.joining());
        return Response.bytes(200, "application/x-ndjson", lines.getBytes(StandardCharsets.UTF_8));
    }

    private Response orderFault(Request request) throws IOException {
        ObjectNode said = request.parameters();
        return checked(() -> parts.faults().order(said), 201, said);
    }

    private Response clearFaults() {
        parts.faults().clear();
        return Response.empty(204);
    }

    private Response letGo() {
        hold.end();
        return Response.empty(204);
    }

    private Response limits() {
        return Response.json(200, parts.state().limits().toJson());
    }

    private Response changeLimits(Request request) throws IOException {
        ObjectNode said = request.parameters();
        return checked(() -> parts.state().limits(parts.state().limits().with(said)), 200, said);
    }

    private static Response checked(Runnable change, int status, ObjectNode said) {
        try {
            change.run();
        } catch (IllegalArgumentException | DateTimeException e) {
            throw HttpError.error(400, String.valueOf(e.getMessage()));
        }
        return Response.json(status, said);
    }

    private Response orphan(Request request) {
        return parts.state().locked(() -> {
            parts.state()
                    .runner(request.number("id"))
                    .orElseThrow(() -> HttpError.notFound("Runner"))
                    .orphaned(true);
            return Response.json(200, Json.object().put("orphaned", true));
        });
    }
}
