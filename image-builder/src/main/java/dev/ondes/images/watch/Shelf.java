package dev.ondes.images.watch;

import dev.ondes.images.build.Build;
import dev.ondes.images.build.BuildId;
import java.util.List;
import java.util.Optional;

/** What is known of all builds, without asking anybody. Thread-safe. */
public interface Shelf {
    Optional<Sight> sight(BuildId id);

    /** A build that somebody deleted before its end was said. */
    Optional<Build> deleted(BuildId id);

    /** Its end is said. */
    void forget(BuildId deleted);

    /** Every build whose record can be read. */
    List<Build> builds();
}
