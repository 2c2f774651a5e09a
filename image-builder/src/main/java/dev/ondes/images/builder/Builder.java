package dev.ondes.images.builder;

import dev.ondes.contracts.build.BuilderKind;

/** A program that builds. Pure and thread-safe. */
public interface Builder {
    BuilderKind kind();

    /**
     * The container that does it. No value of the request ever goes through a shell: arguments and environment only.
     *
     * @throws UnsupportedByBuilderException when this builder can't do what is asked
     */
    BuilderContainer prepare(BuilderInput input);

    /** What its end means. */
    BuilderEnd parse(Ended ended);

    /**
     * How a container ended.
     *
     * @param message what it wrote for the kubelet
     * @param logTail its last lines; empty where they can't be had
     */
    record Ended(int exitCode, String message, String logTail) {}
}
