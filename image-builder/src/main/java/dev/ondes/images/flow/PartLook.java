package dev.ondes.images.flow;

import dev.ondes.images.ends.PodFacts;
import dev.ondes.images.ends.Verdict;
import java.time.Instant;

/**
 * One pod of a build and what it means.
 *
 * @param waitingSince since it has its node; where it has none, since it is there
 */
record PartLook(PodFacts pod, Verdict verdict, Instant waitingSince) {}
