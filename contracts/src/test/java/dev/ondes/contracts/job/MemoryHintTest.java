package dev.ondes.contracts.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MemoryHintTest {
    @Test
    void namesTheLimitAndWhereItIsSet() {
        assertThat(MemoryHint.forScript("small", 256L << 20))
                .isEqualTo(
                        "class small allows 256 MiB; let the script need less, choose a class with more by the job's tags,"
                                + " or have resources.build.memoryLimit raised in the class file");
    }

    @Test
    void doesWithoutALimitThatNobodyCouldSee() {
        assertThat(MemoryHint.forScript("small", null)).startsWith("class small allows no more; ");
    }
}
