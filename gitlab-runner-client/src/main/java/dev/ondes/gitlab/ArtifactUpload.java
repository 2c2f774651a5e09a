package dev.ondes.gitlab;

import org.jspecify.annotations.Nullable;

/**
 * How GitLab shall keep an uploaded file.
 *
 * @param type {@code archive}, or a report's type such as {@code junit}
 * @param format {@code zip}, {@code gzip} or {@code raw}; GitLab demands a certain one for each type
 * @param fileName name that users see, such as {@code artifacts.zip}
 * @param expireIn GitLab's text, such as {@code 1 week}; null for the project's default
 */
public record ArtifactUpload(
        String type,
        String format,
        String fileName,
        @Nullable String expireIn) {
    /** An ordinary archive of paths. */
    public static ArtifactUpload archive(String fileName, @Nullable String expireIn) {
        return new ArtifactUpload("archive", "zip", fileName, expireIn);
    }
}
