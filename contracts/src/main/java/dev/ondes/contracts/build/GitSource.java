package dev.ondes.contracts.build;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * A folder of a git repository.
 *
 * @param url https, without user or token
 * @param ref branch, tag or commit
 * @param subFolder of the repository; its root where left out
 */
public record GitSource(URI url, String ref, @Nullable String subFolder) {}
