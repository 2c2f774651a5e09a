package dev.ondes.images;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

/** The service's life. */
@ApplicationScoped
public class ImageBuilder {
    private static final Logger LOG = Logger.getLogger(ImageBuilder.class);

    void start(@Observes StartupEvent event) {
        LOG.info("image-builder starts");
    }
}
