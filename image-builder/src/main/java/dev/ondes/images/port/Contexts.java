package dev.ondes.images.port;

import java.net.URI;
import java.time.Instant;

/** Uploaded contexts. Thread-safe. */
public interface Contexts {
    /**
     * Makes sure that a context is there, is what it says, and is harmless; looks into one only once.
     *
     * @param dockerfile that must be in it
     * @throws RefusedException saying why it can't be built
     */
    void require(long project, String tarSha256, String dockerfile);

    /**
     * Where the pod gets it. Who holds it may read.
     *
     * @throws RefusedException when there is nothing to sign it with
     */
    Download download(long project, String tarSha256);

    /** An address, and until when it can be used. */
    record Download(URI url, Instant until) {}
}
