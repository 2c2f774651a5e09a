package dev.ondes.spot.marks;

import java.util.stream.Stream;

/** Knows the marks of one teller. Pure. */
interface MarkReader {
    /** The marks that stand on the node now. */
    Stream<Mark> read(NodeView node);
}
