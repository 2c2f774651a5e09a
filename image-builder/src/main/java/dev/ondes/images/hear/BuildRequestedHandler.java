package dev.ondes.images.hear;

import dev.ondes.contracts.build.BuildReason;
import dev.ondes.contracts.event.BuildRequested;
import dev.ondes.contracts.event.Event;
import dev.ondes.contracts.seal.KeyRing;
import dev.ondes.images.announce.Announcements;
import dev.ondes.images.build.BuildJson;
import dev.ondes.images.identity.Caller;
import dev.ondes.images.identity.TokenRefusedException;
import dev.ondes.images.identity.Tokens;
import dev.ondes.images.intake.Intake;
import dev.ondes.images.intake.RequestRefusedException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Takes requests from the broker: the same way as by HTTP. A request that is refused is answered by {@code build.done}, also for a
 * full queue: kept here, it would hold up those of other projects. One that can't be judged now comes again.
 */
@ApplicationScoped
public class BuildRequestedHandler {
    public static final String CHANNEL = "build-requested";

    private final Tokens tokens;
    private final Intake intake;
    private final KeyRing keys;
    private final Announcements say;

    BuildRequestedHandler(Tokens tokens, Intake intake, KeyRing keys, Announcements say) {
        this.tokens = tokens;
        this.intake = intake;
        this.keys = keys;
        this.say = say;
    }

    @Incoming(CHANNEL)
    @RunOnVirtualThread
    public void on(Event<BuildRequested> event) {
        BuildRequested request = event.data();
        String token = new String(keys.open(request.sealedToken()), StandardCharsets.UTF_8);
        String sealed = request.sealedSecrets();
        Map<String, String> secrets = sealed == null ? Map.of() : BuildJson.readTexts(keys.open(sealed));
        Caller caller;
        try {
            caller = tokens.verify(token);
        } catch (TokenRefusedException e) {
            if (e.problem().passing()) {
                throw e;
            }
            say.refused(
                    request.requestId(),
                    "",
                    BuildReason.UNAUTHENTICATED,
                    e.problem().sentence());
            return;
        }
        try {
            intake.take(caller, request.spec(), secrets, request.requestId());
        } catch (RequestRefusedException e) {
            if (e.refusal().code().comesAgain()) {
                throw e;
            }
            say.refused(
                    request.requestId(),
                    caller.project(),
                    e.refusal().reason(),
                    e.refusal().detail());
        }
    }
}
