package dev.ondes.images.store;

import java.time.Instant;
import java.util.List;

/** How an offered context gets into the store. */
public sealed interface Upload {

    /** It is there: nothing to do. */
    record Present() implements Upload {}

    /** By one request, which takes these very bytes once and no others. */
    record Whole(SignedRequest put) implements Upload {}

    /**
     * By one request for each part that is missing, and {@link Uploads#complete} at the end.
     *
     * @param missing what is to be sent
     * @param present numbers of parts that S3 has already
     */
    record InParts(String uploadId, long partSize, List<Part> missing, List<Integer> present, Instant expiresAt)
            implements Upload {
        public InParts {
            missing = List.copyOf(missing);
            present = List.copyOf(present);
        }
    }

    /** A part to be sent; numbers begin with 1. */
    record Part(int number, long size, SignedRequest put) {}

    /** A part that was sent, and the tag that S3 answered with. */
    record Sent(int number, String etag) {}
}
