package dev.ondes.images.build;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What became of the list of what is in one image.
 *
 * @param image digest of the image
 * @param type media type of the document
 * @param digest under which the image's registry has it; null where there is none
 * @param problem why there is none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SbomNote(
        String image,
        String type,
        @Nullable String digest,
        @Nullable String problem) {}
