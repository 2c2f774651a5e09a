/**
 * What AWS tells of its instances through a queue: read, announced, and only then deleted there. And lifecycle hooks of Auto
 * Scaling, which are held until a node's jobs have ended.
 */
@NullMarked
package dev.ondes.spot.sqs;

import org.jspecify.annotations.NullMarked;
