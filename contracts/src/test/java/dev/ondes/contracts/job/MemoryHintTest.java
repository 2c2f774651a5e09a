package dev.ondes.contracts.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MemoryHintTest {
    @Test
    void namesTheLimitAndWhereItIsSet() {
        assertThat(MemoryHint.forScript("small", 256L << 20))
                .isEqualTo(
                        "in class small it may use 256 MiB; let the script need less, ask for more by KUBERNETES_MEMORY_LIMIT where"
                                + " the class allows that, choose a class with more by the job's tags,"
                                + " or have resources.build.memoryLimit raised in the class file");
    }

    @Test
    void doesWithoutALimitThatNobodyCouldSee() {
        assertThat(MemoryHint.forScript("small", null)).startsWith("in class small it may use no more; ");
    }
}
