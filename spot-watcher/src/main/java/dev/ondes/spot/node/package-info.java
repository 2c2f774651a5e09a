/** The cluster's nodes and the CI pods on them as last seen, the ledger on each, and the calls that change them. */
@NullMarked
package dev.ondes.spot.node;

import org.jspecify.annotations.NullMarked;
