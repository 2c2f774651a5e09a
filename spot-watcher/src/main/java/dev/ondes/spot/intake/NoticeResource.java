package dev.ondes.spot.intake;

import dev.ondes.contracts.node.DetectedNotice;
import dev.ondes.contracts.node.DetectedNoticeException;
import dev.ondes.contracts.node.DetectedNoticeJson;
import dev.ondes.spot.node.NodeId;
import dev.ondes.spot.notice.Heard;
import dev.ondes.spot.notice.NotTakenException;
import dev.ondes.spot.notice.Notice;
import dev.ondes.spot.notice.Notices;
import dev.ondes.spot.notice.Withdrawal;
import dev.ondes.spot.tell.Meters;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /notices} of the detectors on the nodes. 202: the broker has it, the detector may forget it. 200: and all that
 * had to leave the node has left, so that a cloud that waits need not wait any longer. 503: say it again, here or to another
 * replica. 400 is final.
 */
@Path("/notices")
public class NoticeResource {
    private final Notices notices;
    private final TokenGuard guard;
    private final Departures departures;
    private final Meters meters;

    public NoticeResource(Notices notices, TokenGuard guard, Departures departures, Meters meters) {
        this.notices = notices;
        this.guard = guard;
        this.departures = departures;
        this.meters = meters;
    }

    @POST
    @RunOnVirtualThread
    public Response take(@HeaderParam("Authorization") @Nullable String authorization, byte[] body) {
        if (!guard.admits(authorization)) {
            meters.failed("http", "unauthorized");
            return Response.status(Response.Status.UNAUTHORIZED)
                    .header("WWW-Authenticate", "Bearer")
                    .build();
        }
        DetectedNotice said;
        try {
            said = DetectedNoticeJson.read(body);
        } catch (DetectedNoticeException e) {
            meters.failed("http", "unreadable");
            return Response.status(Response.Status.BAD_REQUEST)
                    .entity(e.getMessage())
                    .build();
        }
        try {
            var result = said.withdrawn() ? notices.withdrawn(withdrawal(said)) : notices.heard(notice(said));
            return !said.withdrawn() && result == Heard.KNOWN && departures.complete(said)
                    ? Response.ok(result.wire()).build()
                    : Response.accepted(result.wire()).build();
        } catch (NotTakenException e) {
            return Response.status(Response.Status.SERVICE_UNAVAILABLE)
                    .header("Retry-After", 1)
                    .entity(e.getMessage())
                    .build();
        }
    }

    private static Notice notice(DetectedNotice said) {
        return new Notice(
                said.provider(),
                NodeId.of(said),
                said.kind(),
                said.action(),
                said.noticedAt(),
                said.deadline(),
                said.source(),
                said.rawId());
    }

    private static Withdrawal withdrawal(DetectedNotice said) {
        return new Withdrawal(
                said.provider(),
                NodeId.of(said),
                said.kind(),
                said.source(),
                said.noticedAt(),
                "The cloud no longer says it");
    }
}
