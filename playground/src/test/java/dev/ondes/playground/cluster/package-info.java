/** One suite for every cluster that can be broken at will: what holds on the real one must hold on the embedded one. */
package dev.ondes.playground.cluster;
