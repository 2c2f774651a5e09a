package dev.ondes.dispatcher.settings;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;

/** What every service is told. */
@ConfigMapping(prefix = "ondes")
public interface OndesSettings {
    /** The class file, with the runners' tokens. */
    Path classFile();

    /** The keys that seal payloads; the first one seals. */
    Path keyRingFile();
}
