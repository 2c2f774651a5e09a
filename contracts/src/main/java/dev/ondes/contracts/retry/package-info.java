/** How long to wait before something that failed is tried again. */
@NullMarked
package dev.ondes.contracts.retry;

import org.jspecify.annotations.NullMarked;
