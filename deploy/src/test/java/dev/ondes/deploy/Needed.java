package dev.ondes.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What a test wants of the machine. CI has all of it; elsewhere somebody may not be able to have it, and the other tests still say something. */
final class Needed {
    private Needed() {}

    /** Where it isn't there the test is skipped, saying what is missing; in CI it fails. */
    static void isThere(boolean there, String missing) {
        if ("true".equals(System.getenv("CI"))) {
            assertThat(there).as(missing).isTrue();
        }
        assumeTrue(there, missing);
    }
}
