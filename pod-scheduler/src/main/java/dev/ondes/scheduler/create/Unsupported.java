package dev.ondes.scheduler.create;

import dev.ondes.gitlab.JobPayload;
import dev.ondes.gitlab.JobSecret;
import java.util.Optional;
import java.util.stream.Stream;

/** What a job may ask for and this version can't give: said to the user, instead of running half of the job. */
final class Unsupported {
    private Unsupported() {}

    static Optional<String> in(JobPayload payload) {
        if (payload.nativeSteps()) {
            return Optional.of("this version of Ondes does not know the keyword run");
        }
        for (JobSecret secret : payload.secrets()) {
            if (secret.source() instanceof JobSecret.Unknown unknown) {
                return Optional.of("this version of Ondes does not know the provider of the secret " + secret.key()
                        + ": " + String.join(", ", unknown.names()));
            }
        }
        return Stream.concat(Stream.ofNullable(payload.image()), payload.services().stream())
                .filter(image -> !image.unknownOptions().isEmpty())
                .findFirst()
                .map(image -> "nobody knows these options of the image " + image.name() + ": "
                        + String.join(", ", image.unknownOptions()) + "; there is kubernetes:user");
    }
}
