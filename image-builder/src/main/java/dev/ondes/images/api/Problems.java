package dev.ondes.images.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.ondes.images.identity.TokenRefusedException;
import dev.ondes.images.intake.RequestRefusedException;
import dev.ondes.images.port.RefusedException;
import dev.ondes.messaging.log.LogLine;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** What exceptions look like to clients: never a stack, never a secret. */
public class Problems {
    private static final Logger LOG = Logger.getLogger(Problems.class);
    private static final Map<String, String> SOON = Map.of("Retry-After", "5");

    @ServerExceptionMapper
    public Response token(TokenRefusedException e) {
        return e.problem().passing()
                ? Problem.of(503, "The token can't be checked now", Problem.code(e.problem()), e.getMessage())
                        .response(SOON)
                : Problem.of(401, "The token was not accepted", Problem.code(e.problem()), e.getMessage())
                        .response(Map.of("WWW-Authenticate", "Bearer"));
    }

    @ServerExceptionMapper
    public Response refused(RequestRefusedException e) {
        var refusal = e.refusal();
        int status = refusal.code().status();
        return Problem.of(status, refusal.title(), Problem.code(refusal.code()), refusal.detail())
                .response(status == 429 || status == 503 ? SOON : Map.of());
    }

    @ServerExceptionMapper
    public Response store(RefusedException e) {
        int status =
                switch (e.reason().outcome()) {
                    case SYSTEM_FAILED -> 503;
                    case SUCCEEDED, FAILED, INVALID, NOT_ALLOWED, TIMED_OUT, CANCELED -> 422;
                };
        return Problem.of(status, e.reason().sentence(), e.reason().wire(), e.detail())
                .response(status == 503 ? SOON : Map.of());
    }

    @ServerExceptionMapper
    public Response body(UnreadableBodyException e) {
        return Problem.of(400, "The body can't be read", "body-unreadable", e.getMessage())
                .response(Map.of());
    }

    @ServerExceptionMapper
    public Response json(JsonProcessingException e) {
        return Problem.of(400, "The body can't be read", "body-unreadable", null)
                .response(Map.of());
    }

    @ServerExceptionMapper
    public Response argument(IllegalArgumentException e) {
        return Problem.of(422, "The request is not valid", "spec-invalid", e.getMessage())
                .response(Map.of());
    }

    @ServerExceptionMapper
    public Response cluster(KubernetesClientException e) {
        LOG.warn(LogLine.of("the API server did not do what a request needs").why(e.getMessage()));
        return Problem.of(503, "The cluster can't be reached now", "cluster-unavailable", null)
                .response(SOON);
    }

    @ServerExceptionMapper
    public Response framework(WebApplicationException e) {
        int status = e.getResponse().getStatus();
        return Problem.of(status, e.getResponse().getStatusInfo().getReasonPhrase(), "http-" + status, null)
                .response(Map.of());
    }
}
