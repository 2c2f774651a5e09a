package dev.ondes.context.ignore;

import java.util.BitSet;

/**
 * What the rules say of one path, and what has to be known of it to judge the paths below. Immutable by convention: the bits are
 * never changed once it is made.
 *
 * @param matched which patterns match the path or a directory above it
 */
public record Verdict(BitSet matched, boolean ignored) {}
