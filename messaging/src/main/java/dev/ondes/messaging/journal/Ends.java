package dev.ondes.messaging.journal;

/**
 * Where a journal with entries begins and ends.
 *
 * @param oldest offset of the oldest entry
 * @param newestBlock offset of the first entry of the newest block; the broker tells no more. A block holds what was written
 *     within some milliseconds
 */
public record Ends(long oldest, long newestBlock) {}
