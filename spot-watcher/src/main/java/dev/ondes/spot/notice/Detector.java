package dev.ondes.spot.notice;

/**
 * What hears notices by itself. Every bean of this type is begun with the service. May be begun and ended once.
 */
public interface Detector {
    /** On the leader alone, or on every replica. */
    boolean onLeaderOnly();

    /** Returns at once. */
    void begin();

    /** Returns when it hears no more. */
    void end();
}
