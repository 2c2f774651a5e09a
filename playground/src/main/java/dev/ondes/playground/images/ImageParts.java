package dev.ondes.playground.images;

import dev.ondes.playground.cluster.Cluster;
import java.nio.file.Path;
import java.util.function.Consumer;

/** A registry and an S3 where a cluster's pods reach both. Owns them. */
public record ImageParts(ImageRegistry registry, ObjectStore store) implements AutoCloseable {

    /**
     * Starts both, and readies the cluster.
     *
     * @param say hears what is about to be installed, and what the cluster can't do
     */
    public static ImageParts start(Cluster cluster, Path folder, Consumer<String> say) {
        ImageRegistry registry = ImageRegistry.start(cluster.place(), folder.resolve("registry"), say);
        try {
            if (!cluster.letBuildImages(registry.host(), say)) {
                say.accept("this cluster's nodes neither build images nor pull from the registry; --cluster real does");
            }
            return new ImageParts(registry, ObjectStore.start(cluster.place(), folder.resolve("s3")));
        } catch (RuntimeException e) {
            registry.close();
            throw e;
        }
    }

    @Override
    public void close() {
        store.close();
        registry.close();
    }
}
