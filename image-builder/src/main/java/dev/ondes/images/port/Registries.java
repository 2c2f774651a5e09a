package dev.ondes.images.port;

import dev.ondes.contracts.build.BuiltImage;
import java.util.List;

/** The registries that builds push to. Thread-safe. */
public interface Registries {
    /**
     * Asks for what was pushed, and computes its digest anew.
     *
     * @param name in full, with a tag
     * @param dockerConfig credentials, as docker's {@code config.json}
     * @throws RefusedException when it isn't there, is something else, or nobody could be asked
     */
    BuiltImage verify(String name, String digest, String dockerConfig);

    /**
     * Puts an index over images of several platforms under each name; the same again for the same images.
     *
     * @return one for each name
     */
    List<BuiltImage> index(List<String> names, List<PlatformImage> images, String dockerConfig);

    /** One platform's image, in the repository of each name. */
    record PlatformImage(String platform, String digest) {}
}
