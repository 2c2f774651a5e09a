package dev.ondes.images.store;

import dev.ondes.context.check.ContextLimits;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** The settings under {@code ondes.store}. An unknown key stops the start. */
@ConfigMapping(prefix = "ondes.store")
public interface StoreSettings {
    /** When a checksum of its own is added by the SDK; several S3-compatible servers refuse it where S3 doesn't need it. */
    enum Checksums {
        WHEN_REQUIRED,
        WHEN_SUPPORTED
    }

    String bucket();

    @WithDefault("us-east-1")
    String region();

    /** An S3 elsewhere than at its region's public address. */
    Optional<URI> endpoint();

    /** Where CI jobs and pods reach the same S3, if that differs: presigned URLs name it. */
    Optional<URI> publicEndpoint();

    /** The bucket in the path instead of in the host's name, as most S3-compatible servers want it. */
    @WithDefault("false")
    boolean pathStyle();

    /** Credentials as AWS' own tools find them are used without it. A properties file: {@code access-key=…}, {@code secret-key=…}. */
    Optional<java.nio.file.Path> credentialsFile();

    @WithDefault("when-required")
    Checksums checksums();

    /** How long a presigned upload is valid. */
    @WithDefault("PT15M")
    Duration uploadLifetime();

    /** How long the builder pod's URL is valid: it may wait for a node, and its image, first. */
    @WithDefault("PT6H")
    Duration downloadLifetime();

    /** From this size on a context is uploaded in parts of this size, which can be resumed. */
    @WithDefault("64M")
    MemorySize partSize();

    /** The largest compressed context. */
    @WithDefault("5G")
    MemorySize contextLimit();

    /** The largest tar archive that a context may unpack to. */
    @WithDefault("12G")
    MemorySize unpackedLimit();

    /** The most files, folders and links of a context. */
    @WithDefault("500000")
    int entriesLimit();

    /** How long a context stays after it was last used. */
    @WithDefault("P14D")
    Duration keepContexts();

    /** How long a log stays. */
    @WithDefault("P90D")
    Duration keepLogs();

    /** Whether rules that clear away old objects are put into the bucket at start. */
    @WithDefault("true")
    boolean lifecycle();

    /** One try of one call. */
    @WithDefault("PT10S")
    Duration callLimit();

    /** How much a context may be; what isn't set here is as build-context has it. */
    default ContextLimits contextLimits() {
        ContextLimits rest = ContextLimits.DEFAULT;
        return new ContextLimits(
                contextLimit().asLongValue(),
                unpackedLimit().asLongValue(),
                rest.ratio(),
                rest.ratioFromBytes(),
                entriesLimit(),
                rest.depth(),
                Math.min(rest.fileBytes(), unpackedLimit().asLongValue()),
                rest.headerBytes(),
                rest.dockerfileBytes());
    }

    /**
     * What no single value shows.
     *
     * @throws IllegalArgumentException naming key and fix
     */
    default void check() {
        long mebibyte = 1024 * 1024;
        if (partSize().asLongValue() < 5 * mebibyte || partSize().asLongValue() > 5 * 1024 * mebibyte) {
            throw new IllegalArgumentException(
                    "ondes.store.part-size must be from 5M to 5G, such as 64M: S3 takes no others");
        }
        if (contextLimit().asLongValue() < 1 || unpackedLimit().asLongValue() < 1 || entriesLimit() < 1) {
            throw new IllegalArgumentException(
                    "ondes.store.context-limit, unpacked-limit and entries-limit must let something through");
        }
        if (contextLimit().asLongValue() > 10_000 * partSize().asLongValue()) {
            throw new IllegalArgumentException(
                    "ondes.store.context-limit must be at most 10,000 times ondes.store.part-size: S3 takes no more parts");
        }
        if (uploadLifetime().compareTo(Duration.ofMinutes(1)) < 0
                || uploadLifetime().compareTo(Duration.ofDays(7)) > 0) {
            throw new IllegalArgumentException("ondes.store.upload-lifetime must be from 1m to 7 days, such as 15m");
        }
        if (downloadLifetime().compareTo(Duration.ofMinutes(1)) < 0
                || downloadLifetime().compareTo(Duration.ofDays(7)) > 0) {
            throw new IllegalArgumentException("ondes.store.download-lifetime must be from 1m to 7 days, such as 6h");
        }
        if (keepContexts().compareTo(Duration.ofDays(2)) < 0) {
            throw new IllegalArgumentException(
                    "ondes.store.keep-contexts must be at least 2 days: a context must outlive its build and its retries");
        }
        if (keepLogs().compareTo(Duration.ofDays(1)) < 0) {
            throw new IllegalArgumentException("ondes.store.keep-logs must be at least 1 day: S3 counts in days");
        }
    }
}
