package dev.ondes.images.policy;

/** Whether a list of what is in a build's images is put beside them. */
public enum SbomWish {
    NONE,
    /** An image without one is an image all the same. */
    WANTED,
    /** A build without one fails. */
    REQUIRED
}
