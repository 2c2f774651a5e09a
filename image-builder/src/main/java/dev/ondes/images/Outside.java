package dev.ondes.images;

import dev.ondes.authorities.Authorities;
import dev.ondes.contracts.build.BuilderKind;
import dev.ondes.images.outside.AttachedSboms;
import dev.ondes.images.outside.AttachedStatements;
import dev.ondes.images.outside.KeptLogs;
import dev.ondes.images.outside.PushedImages;
import dev.ondes.images.outside.StoredContexts;
import dev.ondes.images.port.Contexts;
import dev.ondes.images.port.LogArchive;
import dev.ondes.images.port.Sboms;
import dev.ondes.images.port.Statements;
import dev.ondes.images.provenance.Provenance;
import dev.ondes.images.provenance.ProvenanceSettings;
import dev.ondes.images.registry.CredentialSource;
import dev.ondes.images.registry.DockerConfigFile;
import dev.ondes.images.registry.EcrCredentials;
import dev.ondes.images.registry.Registry;
import dev.ondes.images.registry.RegistrySettings;
import dev.ondes.images.settings.BuilderSettings;
import dev.ondes.images.store.Bucket;
import dev.ondes.images.store.ContextChecks;
import dev.ondes.images.store.Lifecycle;
import dev.ondes.images.store.LogStore;
import dev.ondes.images.store.StoreProbe;
import dev.ondes.images.store.StoreSettings;
import dev.ondes.images.store.Uploads;
import dev.ondes.images.telemetry.Counted;
import dev.ondes.images.telemetry.Meters;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** How stores and registries are put together. */
@ApplicationScoped
public class Outside {
    @Produces
    @Singleton
    Bucket bucket(StoreSettings settings, Authorities authorities) {
        return Bucket.open(settings, authorities);
    }

    static void close(@Disposes Bucket bucket) {
        bucket.close();
    }

    @Produces
    @Singleton
    dev.ondes.images.store.Contexts stored(Bucket bucket, StoreSettings settings, Clock clock) {
        return new dev.ondes.images.store.Contexts(bucket, settings, clock);
    }

    @Produces
    @Singleton
    Uploads uploads(Bucket bucket, dev.ondes.images.store.Contexts stored, StoreSettings settings, Clock clock) {
        return new Uploads(bucket, stored, settings, clock);
    }

    @Produces
    @Singleton
    Contexts contexts(Bucket bucket, dev.ondes.images.store.Contexts stored, StoreSettings settings, Meters meters) {
        return Counted.of(new StoredContexts(stored, new ContextChecks(bucket, stored, settings)), meters);
    }

    @Produces
    @Singleton
    StoreProbe probe(Bucket bucket, Clock clock) {
        return new StoreProbe(bucket, clock);
    }

    @Produces
    @Singleton
    Lifecycle lifecycle(Bucket bucket, StoreSettings settings) {
        return new Lifecycle(bucket, settings);
    }

    @Produces
    @Singleton
    LogArchive logs(Bucket bucket, Meters meters) {
        return Counted.of(new KeptLogs(new LogStore(bucket)), meters);
    }

    @Produces
    @Singleton
    Registry registry(RegistrySettings settings, Authorities authorities, Composition parts, Clock clock) {
        settings.check();
        return new Registry(settings, authorities, parts::pause, RandomGenerator.getDefault(), clock);
    }

    static void close(@Disposes Registry registry) {
        registry.close();
    }

    @Produces
    @Singleton
    PushedImages images(Registry registry, RegistrySettings settings, Clock clock) {
        CredentialSource own = settings.dockerConfigFile()
                .<CredentialSource>map(DockerConfigFile::new)
                .orElse(CredentialSource.NONE);
        return new PushedImages(registry, settings.ecr() ? own.orElse(EcrCredentials.ofThisMachine(clock)) : own);
    }

    @Produces
    @Singleton
    Optional<Statements> statements(
            ProvenanceSettings settings, Registry registry, PushedImages images, BuilderSettings builders) {
        return settings.enabled()
                ? Optional.of(new AttachedStatements(
                        new Provenance(registry, settings), registry, images, kind -> image(builders, kind)))
                : Optional.empty();
    }

    @Produces
    @Singleton
    Sboms sboms(Registry registry, PushedImages images) {
        return new AttachedSboms(registry, images);
    }

    private static String image(BuilderSettings builders, BuilderKind kind) {
        return switch (kind) {
            case KANIKO -> builders.kaniko().image();
            case BUILDKIT -> builders.buildkit().image();
            case BUILDAH -> builders.buildah().image();
        };
    }
}
