package dev.ondes.images.flow;

import dev.ondes.images.ends.PodFacts;
import dev.ondes.images.ends.Verdict;
import java.time.Instant;

/** One pod of a build and what it means. */
record PartLook(PodFacts pod, Verdict verdict, Instant createdAt) {}
