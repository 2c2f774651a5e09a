/** Nodes that go away: who says so, why, and the marks that Ondes leaves on them. */
@NullMarked
package dev.ondes.contracts.node;

import org.jspecify.annotations.NullMarked;
