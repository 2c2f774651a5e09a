package dev.ondes.images.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Manifests as JSON. Our own are always written alike, so that who pushes again pushes the same digest. */
final class ManifestJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ManifestJson() {}

    /**
     * Reads one.
     *
     * @param saidType the registry's {@code Content-Type}; what stands in the manifest goes before
     * @throws RegistryException of reason {@link RegistryReason#UNREADABLE}
     */
    static Manifest read(byte[] bytes, String saidType) {
        try {
            JsonNode root = JSON.readTree(bytes);
            if (root == null || !root.isObject()) {
                throw new RegistryException(RegistryReason.UNREADABLE, "no JSON object");
            }
            String type = root.path("mediaType").asText(saidType);
            if (!MediaTypes.MANIFESTS.contains(type)) {
                throw new RegistryException(RegistryReason.UNREADABLE, "media type " + type);
            }
            return new Manifest(
                    Digest.of(bytes),
                    type,
                    bytes.length,
                    blobs(root.path("layers")),
                    root.has("config") ? List.of(blob(root.path("config"))) : List.of(),
                    children(root.path("manifests")));
        } catch (IOException | IllegalArgumentException e) {
            throw new RegistryException(RegistryReason.UNREADABLE, String.valueOf(e.getMessage()), null, e);
        }
    }

    private static List<Manifest.Blob> blobs(JsonNode array) {
        List<Manifest.Blob> blobs = new ArrayList<>();
        array.forEach(node -> blobs.add(blob(node)));
        return blobs;
    }

    private static Manifest.Blob blob(JsonNode node) {
        return new Manifest.Blob(
                node.path("digest").asText(),
                node.path("mediaType").asText(),
                node.path("size").asLong());
    }

    private static List<Manifest.Child> children(JsonNode array) {
        List<Manifest.Child> children = new ArrayList<>();
        for (JsonNode node : array) {
            JsonNode platform = node.path("platform");
            children.add(new Manifest.Child(
                    new Digest(node.path("digest").asText()),
                    node.path("mediaType").asText(),
                    node.path("size").asLong(),
                    new Platform(
                            platform.path("os").asText("unknown"),
                            platform.path("architecture").asText("unknown"),
                            platform.path("variant").asText(""))));
        }
        return children;
    }

    static byte[] index(String mediaType, List<Manifest.Child> children) {
        ObjectNode root = JSON.createObjectNode().put("schemaVersion", 2).put("mediaType", mediaType);
        ArrayNode manifests = root.putArray("manifests");
        for (Manifest.Child child : children) {
            ObjectNode node = manifests
                    .addObject()
                    .put("mediaType", child.mediaType())
                    .put("digest", child.digest().text())
                    .put("size", child.size());
            ObjectNode platform = node.putObject("platform")
                    .put("architecture", child.platform().architecture())
                    .put("os", child.platform().os());
            if (!child.platform().variant().isEmpty()) {
                platform.put("variant", child.platform().variant());
            }
        }
        return bytes(root);
    }

    /** An artifact about another manifest. OCI image-spec 1.1, "Guidelines for Artifact Usage". */
    static byte[] artifact(Artifact artifact, Digest blob, Digest config, Manifest subject) {
        ObjectNode root = JSON.createObjectNode()
                .put("schemaVersion", 2)
                .put("mediaType", MediaTypes.OCI_MANIFEST)
                .put("artifactType", artifact.type());
        describe(root.putObject("config"), MediaTypes.EMPTY, config, 2);
        describe(root.putArray("layers").addObject(), artifact.type(), blob, artifact.content().length);
        describe(root.putObject("subject"), subject.mediaType(), subject.digest(), subject.size());
        annotate(root, artifact);
        return bytes(root);
    }

    private static void describe(ObjectNode node, String type, Digest digest, long size) {
        node.put("mediaType", type).put("digest", digest.text()).put("size", size);
    }

    private static void annotate(ObjectNode node, Artifact artifact) {
        if (!artifact.annotations().isEmpty()) {
            ObjectNode annotations = node.putObject("annotations");
            artifact.annotations().forEach(annotations::put);
        }
    }

    /** The index of referrers under the fallback tag, with one more where it isn't in it. */
    static byte[] withReferrer(byte[] index, Artifact artifact, Digest manifest, long size) {
        try {
            ObjectNode root = index.length == 0
                    ? JSON.createObjectNode().put("schemaVersion", 2).put("mediaType", MediaTypes.OCI_INDEX)
                    : (ObjectNode) JSON.readTree(index);
            ArrayNode manifests = root.withArrayProperty("manifests");
            for (JsonNode node : manifests) {
                if (node.path("digest").asText().equals(manifest.text())) {
                    return index;
                }
            }
            ObjectNode node = manifests.addObject();
            describe(node, MediaTypes.OCI_MANIFEST, manifest, size);
            node.put("artifactType", artifact.type());
            annotate(node, artifact);
            return bytes(root);
        } catch (IOException | ClassCastException e) {
            throw new RegistryException(RegistryReason.UNREADABLE, "index of referrers", null, e);
        }
    }

    private static byte[] bytes(ObjectNode node) {
        try {
            return JSON.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
