package dev.ondes.images.settings;

import dev.ondes.images.sbom.SbomFormat;
import dev.ondes.kubernetes.lead.LeaderSettings;
import dev.ondes.kubernetes.lead.LeaseSettings;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The settings under {@code ondes.images}; the stores have groups of their own. An unknown key stops the start. */
@ConfigMapping(prefix = "ondes.images")
public interface BuilderSettings extends LeaderSettings {

    /** Where Jobs are made. */
    String namespace();

    /** Where the Lease is. */
    String leaseNamespace();

    /** Who may push where. Read anew when it changes. */
    Path policyFile();

    /** Keys that seal secrets: one per line, the first one seals. */
    Path keyFile();

    /** The GitLab instance whose id_tokens are accepted, by any name; one at most. */
    Map<String, GitLab> gitlab();

    /** Audience of service accounts' tokens; without it none is accepted. */
    Optional<String> clusterAudience();

    /** Between two fetches of a GitLab's keys because of one that isn't known. */
    @WithDefault("PT30S")
    Duration keyPause();

    /** Builds that one token may begin. */
    @WithDefault("20")
    int buildsPerToken();

    /** Builds at once in the whole installation. */
    @WithDefault("50")
    int running();

    /** A build that waits longer for its turn is given up. */
    @WithDefault("PT1H")
    Duration queueLimit();

    /** A pod that can't start for so long is given up. */
    @WithDefault("PT10M")
    Duration startPatience();

    /** So many lost nodes, and a build goes to on-demand. */
    @WithDefault("2")
    int fallbackAfterLosses();

    /** So many, and it is given up. */
    @WithDefault("5")
    int mostLosses();

    /** How long a registry may be away before a pushed build fails. */
    @WithDefault("PT5M")
    Duration verifyPatience();

    /** How long an ended build can be asked for. */
    @WithDefault("P1D")
    Duration keep();

    /** Ended builds of one project that can be asked for. */
    @WithDefault("200")
    int keepPerProject();

    /**
     * PEM file of the authorities of GitLab, S3 and registries, beside those that Java knows: by this service, and by both
     * containers of each build's pod. A RUN step believes whom its base image believes.
     */
    Optional<Path> caFile();

    /** Fetches and unpacks contexts. */
    String contextImage();

    Kaniko kaniko();

    Buildkit buildkit();

    Buildah buildah();

    Sbom sbom();

    /** False maps a pod's root to a nobody of its node; needs a cluster with user namespaces. */
    @WithDefault("true")
    boolean hostUsers();

    /** For untrusted code, such as {@code gvisor}. */
    Optional<String> runtimeClass();

    Optional<String> priorityClass();

    /** For the images of our own containers. */
    Optional<List<String>> pullSecrets();

    /** Limit of one request to the API server. */
    @WithDefault("PT10S")
    Duration kubernetesRequestLimit();

    /** One GitLab instance. */
    interface GitLab {
        /** As its tokens say it. */
        String issuer();

        /** Where its keys are; {@code oauth/discovery/keys} of the issuer where left out. */
        Optional<URI> keys();

        /** What {@code aud} of a pipeline's {@code id_tokens} must be. */
        String audience();

        /** A token that was issued longer ago is refused. */
        @WithDefault("PT3H")
        Duration maxAge();
    }

    /** Kaniko's executor. */
    interface Kaniko {
        /** Pin it by its digest. */
        @WithDefault("ghcr.io/osscontainertools/kaniko:v1.28.3")
        String image();

        @WithDefault("V1_28")
        dev.ondes.images.builder.Kaniko.Line line();

        /** Instead of the image's own. */
        Optional<List<String>> command();
    }

    /** BuildKit without root. */
    interface Buildkit {
        @WithDefault("moby/buildkit:v0.32.2-rootless")
        String image();
    }

    /** Buildah. */
    interface Buildah {
        @WithDefault("quay.io/buildah/stable:v1.44.0")
        String image();

        /** False where the runtime's profile lets containers mount, as CRI-O's does. */
        @WithDefault("true")
        boolean mayMount();
    }

    /** What lists the content of images that want it. */
    interface Sbom {
        /** Anchore's syft. Pin it by its digest. */
        @WithDefault("ghcr.io/anchore/syft:v1.57.1")
        String image();

        /** Instead of the image's own. */
        Optional<List<String>> command();

        @WithDefault("CYCLONEDX")
        SbomFormat format();

        /** As Kubernetes writes it. */
        @WithDefault("1Gi")
        String memory();

        /** Of listing one image. */
        @WithDefault("PT10M")
        Duration limit();
    }

    /**
     * What no single value shows.
     *
     * @throws IllegalArgumentException naming key and fix
     */
    default void check() {
        LeaseSettings.check("ondes.images", this);
        if (gitlab().isEmpty() && clusterAudience().isEmpty()) {
            throw new IllegalArgumentException("ondes.images accepts nobody: set ondes.images.gitlab.main.issuer and "
                    + "ondes.images.gitlab.main.audience, or ondes.images.cluster-audience");
        }
        if (gitlab().size() > 1) {
            // Projects are known by their ids, which each GitLab gives out anew.
            throw new IllegalArgumentException("ondes.images.gitlab names " + gitlab().size()
                    + " instances, of which equal project ids would share contexts and builds: keep one, and run an"
                    + " image-builder with a namespace and a bucket of its own for each other");
        }
        if (fallbackAfterLosses() > mostLosses()) {
            throw new IllegalArgumentException("ondes.images.fallback-after-losses (" + fallbackAfterLosses()
                    + ") must not be more than most-losses (" + mostLosses() + ")");
        }
        if (running() < 1) {
            throw new IllegalArgumentException("ondes.images.running must be at least 1");
        }
    }
}
