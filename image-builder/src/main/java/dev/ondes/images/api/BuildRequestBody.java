package dev.ondes.images.api;

import dev.ondes.contracts.build.BuildCache;
import dev.ondes.contracts.build.BuildContext;
import dev.ondes.contracts.build.BuildResources;
import dev.ondes.contracts.build.BuilderKind;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The form of a request, for the OpenAPI document alone; {@link BuildBody} reads it. */
@Schema(
        name = "BuildRequest",
        requiredProperties = {"context", "destinations"})
record BuildRequestBody(
        BuildContext context,
        @Nullable String dockerfile,
        @Nullable String target,
        List<String> destinations,
        @Nullable Map<String, String> buildArgs,
        @Nullable Map<String, String> labels,
        @Nullable List<String> platforms,
        @Nullable BuildCache cache,
        @Nullable BuilderKind builder,
        @Nullable BuildResources resources,
        @Nullable String timeout,
        @Nullable Integer priority,
        @Nullable String requestKey,
        @Nullable Boolean sbom,
        @Nullable List<SecretBody> secrets) {

    @Schema(name = "BuildSecret")
    record SecretBody(String id, String value) {}
}
