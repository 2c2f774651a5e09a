/** HTTP/1.1 over one plain or TLS socket: as little as a program on every node can afford. */
@NullMarked
package dev.ondes.detector.http;

import org.jspecify.annotations.NullMarked;
